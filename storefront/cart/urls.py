"""The cart's addresses."""

from django.urls import path

from storefront.cart import add_views, notice_views, views

app_name = "cart"
urlpatterns = [
    path("", views.cart_page, name="cart"),
    path("add/", add_views.add, name="add"),
    path("added/", add_views.added, name="added"),
    path("set/", views.set_quantity, name="set"),
    path("promo/", views.use_promo, name="promo"),
    path("promo/remove/", views.remove_promo, name="promo_remove"),
    path("mini/", views.mini, name="mini"),
    path("badge/", notice_views.badge, name="badge"),
    path("notices/", notice_views.notices, name="notices"),
    path("notices/seen/", notice_views.seen, name="seen"),
]
