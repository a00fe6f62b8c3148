"""What the site's search finds in a market."""

from django.utils import translation

from education.search.site_search import search_site
from storefront.catalog.pages.view_models import ProductCard
from storefront.core.markets import Market


def found_products(query: str, market: Market, *, limit: int = 24) -> tuple[ProductCard, ...]:
    """The cards of the products that a search finds, best first."""
    with translation.override(market.language):
        return search_site(query, market, products=limit).products
