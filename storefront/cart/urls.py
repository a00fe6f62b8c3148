"""The cart's addresses."""

from django.urls import path

from storefront.cart.views import add_views, cart_views, notice_views, together_views

app_name = "cart"
urlpatterns = [
    path("", cart_views.cart_page, name="cart"),
    path("add/", add_views.add, name="add"),
    path("added/", add_views.added, name="added"),
    path("set/", cart_views.set_quantity, name="set"),
    path("swap/", together_views.swap, name="swap"),
    path("with/<str:slug>/", together_views.with_product, name="with_product"),
    path("promo/", cart_views.use_promo, name="promo"),
    path("promo/remove/", cart_views.remove_promo, name="promo_remove"),
    path("mini/", cart_views.mini, name="mini"),
    path("badge/", notice_views.badge, name="badge"),
    path("notices/", notice_views.notices, name="notices"),
    path("notices/seen/", notice_views.seen, name="seen"),
]
