"""The cart's addresses."""

from django.urls import path

from storefront.cart import views

app_name = "cart"
urlpatterns = [
    path("", views.cart_page, name="cart"),
    path("add/", views.add, name="add"),
    path("set/", views.set_quantity, name="set"),
    path("promo/", views.use_promo, name="promo"),
    path("promo/remove/", views.remove_promo, name="promo_remove"),
    path("mini/", views.mini, name="mini"),
    path("badge/", views.badge, name="badge"),
]
