"""The addresses of letters: a key is a hash that nobody guesses, and names no order."""

from django.urls import path, re_path

from storefront.emails import views

app_name = "emails"
urlpatterns = [
    path("care-and-use/", views.ask, name="ask"),
    re_path(r"^care-and-use/(?P<key>[0-9a-f]{64})/$", views.letter, name="care"),
]
