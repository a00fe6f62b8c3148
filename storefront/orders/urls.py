"""Addresses after the order. An order is named by its number, and seen only by who may see it."""

from django.urls import path

from storefront.orders.views import lookups, orders, returns, withdrawals

app_name = "orders"
urlpatterns = [
    path("orders/", lookups.look_up, name="look_up"),
    path("orders/open/<str:token>/", lookups.open_order, name="open"),
    path("orders/close/", lookups.close, name="close"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/withdraw/", withdrawals.of_order, name="withdraw_order"),
    path("returns/", returns.returns, name="returns"),
    path("returns/withdraw/", withdrawals.withdraw, name="withdraw"),
    path("returns/withdraw/received/", withdrawals.received, name="withdrawn"),
]
