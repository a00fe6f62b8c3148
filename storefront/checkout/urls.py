"""The checkout's addresses. An attempt's is its public id, good only in the session that pays."""

from django.urls import path, re_path

from storefront.checkout import views

app_name = "checkout"
urlpatterns = [
    path("", views.start, name="start"),
    path("payment/<uuid:uuid>/", views.attempt, name="attempt"),
    path("payment/<uuid:uuid>/go/", views.leave, name="leave"),
    re_path(r"^(?P<name>contact|address|delivery|payment)/$", views.step, name="step"),
]
