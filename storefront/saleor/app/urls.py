"""What Saleor calls, under `/saleor/`."""

from django.urls import path

from storefront.saleor.app import dashboard_views, views

app_name = "saleor"

urlpatterns = [
    path("manifest.json", views.manifest, name="manifest"),
    path("token/", views.token, name="token"),
    path("health/", dashboard_views.health, name="health"),
    path("product/", dashboard_views.product, name="product"),
    path("events/<slug:subject>/", views.events, name="events"),
    path("test-payments/manifest.json", views.payments_app, name="payments"),
    path("test-payments/gateway/", views.payments_gateway),
    path("test-payments/initialize/", views.payments_initialize),
    path("test-payments/process/", views.payments_process),
    path("test-payments/charge/", views.payments_action),
    path("test-payments/refund/", views.payments_action),
    path("test-payments/cancelation/", views.payments_action),
]
