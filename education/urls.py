"""The hub's addresses beside Wagtail's own pages."""

from django.urls import include, path

from education import feeds, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("replies/", include("education.replies.urls")),
    path("helpful/", include("education.helpful.urls")),
    path("guides/feed.atom", feeds.guides_feed, name="guides-feed"),
]
