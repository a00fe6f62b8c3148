"""The shop's URLs."""

from django.urls import path

from storefront.catalog import views

app_name = "catalog"

# `str` instead of `slug`, because Saleor's slugs may contain letters outside ASCII.
urlpatterns = [
    path("shop/", views.shop, name="shop"),
    path("shop/<str:slug>/", views.category, name="category"),
    path("collections/<str:slug>/", views.collection, name="collection"),
    path("product/<str:slug>/", views.product, name="product"),
]
