"""What Saleor calls on the shop's app, under `/saleor/`. Included in the namespace `saleor` by storefront/urls.py."""

from django.urls import path

from storefront.saleor.app import views

urlpatterns = [
    path("manifest.json", views.manifest, name="manifest"),
    path("token/", views.token, name="token"),
    path("events/<slug:subject>/", views.events, name="events"),
]
