"""Template tags for the shop's pages."""

from django import template

from education.stage_products.selectors import StageLink, stages_of_product
from storefront.catalog.models import Product

register = template.Library()


@register.inclusion_tag("components/stage_links.html")
def product_guides(product: Product) -> dict[str, tuple[StageLink, ...]]:
    """The stages of live guides that a product belongs to, each with a link to its place in the guide."""
    return {"links": stages_of_product(product)}
