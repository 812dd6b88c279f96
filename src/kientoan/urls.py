"""Addresses: Vietnamese without diacritics, an identity in each, the day in the query; the portal and the API have roots of their own."""

from django.urls import include, path

from kientoan.portal.opendata import robots

urlpatterns = [
    path("robots.txt", robots),
    path("api/v1/", include("kientoan.api.urls")),
    path("cong/en/", include("kientoan.portal.urls", namespace="portal-en")),
    path("cong/", include("kientoan.portal.urls", namespace="portal")),
    path("", include("kientoan.web.urls")),
]
