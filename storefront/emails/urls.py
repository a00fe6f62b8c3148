"""Addresses of the follow-up email. A key is a hash that cannot be guessed and names no order."""

from django.urls import path, re_path

from storefront.emails import views

app_name = "emails"
urlpatterns = [
    path("care-and-use/", views.request_follow_up, name="request_follow_up"),
    re_path(r"^care-and-use/(?P<key>[0-9a-f]{64})/$", views.follow_up_status, name="follow_up"),
]
