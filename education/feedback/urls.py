"""URLs of feedback."""

from django.urls import path

from education.feedback import views

app_name = "feedback"
urlpatterns = [
    path("<number:guide>/", views.answer, name="answer"),
    path("<number:guide>/thanks/", views.thanks, name="thanks"),
]
