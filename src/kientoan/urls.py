"""Addresses: Vietnamese without diacritics, an identity in each, the day in the query."""

from django.urls import include, path

urlpatterns = [path("", include("kientoan.web.urls"))]
