"""Register the merchant's records, the brand, policies and confirmations with Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from storefront.merchant.admin import BrandViewSet, MerchantProfileViewSet, PolicyViewSet
from storefront.merchant.duties.admin import DutyConfirmationViewSet

register_snippet(MerchantProfileViewSet)
register_snippet(BrandViewSet)
register_snippet(PolicyViewSet)
register_snippet(DutyConfirmationViewSet)
