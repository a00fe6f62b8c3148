"""Addresses of the pages after an order, which name an order by its number."""

from django.urls import path

from storefront.orders import order_views, withdrawal_views

app_name = "orders"
urlpatterns = [
    path("orders/", order_views.guest_lookup_form, name="look_up"),
    path("orders/open/<str:token>/", order_views.open_order, name="open"),
    path("orders/close/", order_views.close, name="close"),
    path("orders/<str:number>/", order_views.order, name="order"),
    path("orders/<str:number>/withdraw/", withdrawal_views.withdraw_from_order, name="withdraw_order"),
    path("returns/", order_views.returns, name="returns"),
    path("returns/withdraw/", withdrawal_views.withdraw, name="withdraw"),
    path("returns/withdraw/received/", withdrawal_views.receipt, name="withdrawn"),
]
