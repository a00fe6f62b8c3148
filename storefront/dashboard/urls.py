"""The shop's pages in the Saleor Dashboard, under `/saleor/` and in its namespace (storefront/urls.py)."""

from django.urls import path

from storefront.dashboard import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("product/", views.product, name="product"),
]
