"""URLs of feedback."""

from django.urls import path

from education.feedback import views

app_name = "feedback"
urlpatterns = [
    path("<int:guide>/", views.answer, name="answer"),
    path("<int:guide>/thanks/", views.thanks, name="thanks"),
]
