"""Addresses of the recalls."""

from django.urls import path

from storefront.recalls import views

app_name = "recalls"

urlpatterns = [
    path("", views.recalls, name="recalls"),
    path("<number:pk>/", views.recall, name="recall"),
]
