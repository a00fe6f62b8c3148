"""URLs of the education site. The last pattern serves Wagtail's pages."""

from django.urls import include, path, re_path
from wagtail.urls import serve_pattern

from education.pages import routing
from education.search import views
from education.seo import feeds

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("replies/", include("education.comments.urls")),
    path("helpful/", include("education.feedback.urls")),
    path("guides/feed.atom", feeds.guides_feed, name="guides-feed"),
    # Named as in Wagtail, which reverses this name to build page URLs.
    re_path(serve_pattern, routing.serve_page, name="wagtail_serve"),
]
