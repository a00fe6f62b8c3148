"""URLs of comments. The secret in the second belongs to one comment and names neither writer nor guide."""

from django.urls import path, re_path

from education.comments import views
from education.comments.form_stamps import PATTERN

app_name = "comments"
urlpatterns = [
    path("to/<number:guide>/", views.write, name="write"),
    re_path(rf"^mine/(?P<secret>{PATTERN})/$", views.mine, name="mine"),
]
