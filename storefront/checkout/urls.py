"""The checkout's addresses. An attempt is named by its public ID, which opens it only to the session that pays."""

from django.urls import path, re_path

from storefront.checkout.views import attempt, steps

app_name = "checkout"
urlpatterns = [
    path("", steps.start, name="start"),
    path("payment/<uuid:uuid>/", attempt.attempt, name="attempt"),
    path("payment/<uuid:uuid>/go/", attempt.leave, name="leave"),
    re_path(r"^(?P<name>contact|address|delivery|payment)/$", steps.step, name="step"),
]
