"""Addresses of the policies."""

from django.urls import path, re_path

from storefront.merchant.policies import views
from storefront.merchant.policies.kinds import PolicyKind

app_name = "policies"

urlpatterns = [
    re_path(rf"^(?P<kind>{'|'.join(PolicyKind)})/$", views.policy, name="policy"),
    path("as-of/<slug:digest>/", views.version, name="version"),
]
