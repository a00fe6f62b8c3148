"""Register the merchant's records and the brand with Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from storefront.merchant.admin import BrandViewSet, MerchantProfileViewSet

register_snippet(MerchantProfileViewSet)
register_snippet(BrandViewSet)
