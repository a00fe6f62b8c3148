"""Addresses of the tools."""

from django.urls import path

from storefront.tools.matcher import views as matcher

app_name = "tools"

urlpatterns = [
    path("what-goes-with-what/", matcher.goes_with, name="goes_with"),
]
