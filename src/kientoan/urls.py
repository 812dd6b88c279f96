"""Addresses: Vietnamese without diacritics, an identity in each, the day in the query; the API has a root of its own."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("kientoan.api.urls")), path("", include("kientoan.web.urls"))]
