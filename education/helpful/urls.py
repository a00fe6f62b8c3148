"""Where an answer is sent, and the thanks for it."""

from django.urls import path

from education.helpful import views

app_name = "helpful"
urlpatterns = [
    path("<int:guide>/", views.answer, name="answer"),
    path("<int:guide>/thanks/", views.thanks, name="thanks"),
]
