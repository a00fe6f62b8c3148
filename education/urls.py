"""The hub's addresses beside Wagtail's own pages."""

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
    # By Wagtail's own name, since that is how its pages' addresses are made.
    re_path(serve_pattern, routing.serve_page, name="wagtail_serve"),
]
