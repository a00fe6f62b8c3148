"""Addresses of the account."""

from django.urls import path

from storefront.accounts import entry, views

app_name = "accounts"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("orders/<str:number>/", views.order, name="order"),
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("sign-out/", entry.sign_out, name="sign_out"),
    path("sign-out-everywhere/", entry.sign_out_everywhere, name="sign_out_everywhere"),
    path("register/", entry.register, name="register"),
    path("confirm/", entry.confirm, name="confirm"),
    path("forgotten/", entry.forgotten, name="forgotten"),
    path("new-password/", entry.new_password, name="new_password"),
    path("password/", views.change_password, name="change_password"),
]
