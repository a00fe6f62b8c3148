"""Addresses of the policies."""

from django.urls import path, re_path

from storefront.merchant import policy_views
from storefront.merchant.policy_kinds import PolicyKind

app_name = "policies"

urlpatterns = [
    re_path(rf"^(?P<kind>{'|'.join(PolicyKind)})/$", policy_views.policy, name="policy"),
    path("as-of/<slug:digest>/", policy_views.version, name="version"),
]
