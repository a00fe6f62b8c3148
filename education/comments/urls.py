"""URLs of comments. A secret belongs to one comment or report and names no person and no guide."""

from django.urls import path, re_path

from education.comments import report_views, views
from education.comments.form_stamps import PATTERN

app_name = "comments"
urlpatterns = [
    path("to/<number:guide>/", views.write, name="write"),
    path("report/<number:comment>/", report_views.report, name="report"),
    re_path(rf"^reported/(?P<secret>{PATTERN})/$", report_views.reported, name="reported"),
    re_path(rf"^mine/(?P<secret>{PATTERN})/$", views.mine, name="mine"),
]
