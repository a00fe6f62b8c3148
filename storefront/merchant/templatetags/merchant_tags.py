"""Template tags about the merchant, for templates without the context of a request."""

from django import template

from storefront.core.markets import active_market
from storefront.merchant.branding.brand import Brand, brand_of
from storefront.merchant.models import Policy
from storefront.merchant.policies.selectors import ShownPolicy, shown_policy

register = template.Library()


@register.simple_tag
def current_brand() -> Brand:
    """Return the brand in the active market. Without a database it is the last one that was read, or none."""
    return brand_of(active_market())


@register.filter
def as_shown(policy: Policy) -> ShownPolicy:
    """Return a policy, also a draft, with the merchant's facts filled in."""
    return shown_policy(policy)
