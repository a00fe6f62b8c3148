"""Addresses of the account."""

from django.urls import path

from storefront.accounts import address_book, changing, entry, leaving, views

app_name = "accounts"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("orders/", views.order_list, name="orders"),
    path("orders/<int:number>/", views.order, name="order"),
    path("orders/<int:number>/again/", views.reorder, name="reorder"),
    path("addresses/", address_book.address_list, name="addresses"),
    path("addresses/new/", address_book.add, name="add_address"),
    path("addresses/<str:key>/", address_book.edit, name="address"),
    path("addresses/<str:key>/first/", address_book.make_default, name="default_address"),
    path("addresses/<str:key>/delete/", address_book.delete, name="delete_address"),
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("sign-out/", entry.sign_out, name="sign_out"),
    path("sign-out-everywhere/", entry.sign_out_everywhere, name="sign_out_everywhere"),
    path("register/", entry.register, name="register"),
    path("confirm/", entry.confirm, name="confirm"),
    path("forgotten/", entry.forgotten, name="forgotten"),
    path("new-password/", entry.new_password, name="new_password"),
    path("password/", changing.password, name="change_password"),
    path("email/", changing.email, name="change_email"),
    path("email/confirm/", changing.confirm_email, name="confirm_email"),
    path("data/", leaving.your_data, name="your_data"),
    path("data/download/", leaving.download, name="download"),
    path("data/delete/", leaving.delete, name="delete"),
    path("data/delete/confirm/", leaving.confirm_deletion, name="confirm_deletion"),
    path("goodbye/", leaving.deleted, name="deleted"),
]
