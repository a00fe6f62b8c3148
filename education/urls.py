"""The hub's addresses beside Wagtail's own pages."""

from django.urls import include, path

from education import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("replies/", include("education.replies.urls")),
]
