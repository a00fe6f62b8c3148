"""What Saleor calls, under `/saleor/`; and the page on which test payments are decided."""

from django.urls import path

from storefront.dashboard import dashboard_views
from storefront.payments import app_views as payments
from storefront.payments.providers import dummy_page
from storefront.saleor.app import views

app_name = "saleor"

urlpatterns = [
    path("manifest.json", views.manifest, name="manifest"),
    path("token/", views.token, name="token"),
    path("health/", dashboard_views.health, name="health"),
    path("product/", dashboard_views.product, name="product"),
    path("events/<slug:subject>/", views.events, name="events"),
    path("test-payments/<uuid:page>/", dummy_page.page, name="test-payment"),
    path("payments/<slug:slug>/hook/", payments.hook, name="payments-hook"),
    path("payments/<slug:slug>/manifest.json", payments.manifest, name="payments"),
    path("payments/<slug:slug>/token/", payments.token),
    path("payments/<slug:slug>/gateway/", payments.gateway),
    path("payments/<slug:slug>/initialize/", payments.initialize),
    path("payments/<slug:slug>/process/", payments.process),
    path("payments/<slug:slug>/charge/", payments.action),
    path("payments/<slug:slug>/refund/", payments.action),
    path("payments/<slug:slug>/cancelation/", payments.action),
]
