"""What the merchant keeps in the admin: a record per market, the brand, policies, and what is confirmed."""

from storefront.merchant.models.brands import UNNAMED, Brand
from storefront.merchant.models.confirmations import DutyConfirmation
from storefront.merchant.models.policies import POLICIES_TAG, OrderPolicies, Policy, PolicyVersion
from storefront.merchant.models.profiles import TAG, MerchantProfile, merchant_tag

__all__ = [
    "POLICIES_TAG",
    "TAG",
    "UNNAMED",
    "Brand",
    "DutyConfirmation",
    "MerchantProfile",
    "OrderPolicies",
    "Policy",
    "PolicyVersion",
    "merchant_tag",
]
