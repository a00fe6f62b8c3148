"""Addresses of the account."""

from django.urls import path

from storefront.accounts.views import address_views, auth_views, credentials_views, order_views, privacy_views

app_name = "accounts"

urlpatterns = [
    path("", order_views.overview, name="overview"),
    path("orders/", order_views.order_list, name="orders"),
    path("orders/<number:number>/", order_views.order, name="order"),
    path("orders/<number:number>/again/", order_views.reorder, name="reorder"),
    path("addresses/", address_views.address_list, name="addresses"),
    path("addresses/new/", address_views.add, name="add_address"),
    path("addresses/<str:key>/", address_views.edit, name="address"),
    path("addresses/<str:key>/first/", address_views.make_default, name="default_address"),
    path("addresses/<str:key>/delete/", address_views.delete, name="delete_address"),
    path("sign-in/", auth_views.sign_in, name="sign_in"),
    path("sign-out/", auth_views.sign_out, name="sign_out"),
    path("sign-out-everywhere/", auth_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("register/", auth_views.register, name="register"),
    path("confirm/", auth_views.confirm, name="confirm"),
    path("forgotten/", auth_views.forgotten, name="forgotten"),
    path("new-password/", auth_views.new_password, name="new_password"),
    path("password/", credentials_views.password, name="change_password"),
    path("email/", credentials_views.email, name="change_email"),
    path("email/confirm/", credentials_views.confirm_email, name="confirm_email"),
    path("data/", privacy_views.your_data, name="your_data"),
    path("data/download/", privacy_views.download, name="download"),
    path("data/delete/", privacy_views.delete, name="delete"),
    path("data/delete/confirm/", privacy_views.confirm_deletion, name="confirm_deletion"),
    path("goodbye/", privacy_views.deleted, name="deleted"),
]
