"""Template tags for the shop's pages."""

from django import template

from education.guides.fact_guides import explained
from education.stage_products.selectors import StageLink, stages_of_product
from storefront.catalog.models import Product
from storefront.catalog.pages.view_models import FactRow
from storefront.safety.facts import ProductFacts

register = template.Library()


@register.inclusion_tag("components/stage_links.html")
def product_guides(product: Product) -> dict[str, tuple[StageLink, ...]]:
    """The stages of live guides that a product belongs to, each with a link to its place in the guide."""
    return {"links": stages_of_product(product)}


@register.inclusion_tag("components/facts.html")
def explained_facts(rows: tuple[FactRow, ...], facts: ProductFacts) -> dict[str, tuple[FactRow, ...]]:
    """The facts table of a product, with links to the guides that explain its facts."""
    return {"rows": explained(rows, facts)}
