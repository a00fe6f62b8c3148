"""What crawlers may read."""

from django.http import HttpRequest, HttpResponse

from storefront.core.links import absolute_url
from storefront.core.markets import all_markets, prefix_of


def robots(request: HttpRequest) -> HttpResponse:
    """Serve `/robots.txt`: guides and products may be crawled; personal pages and search results may not."""
    closed = ("cart", "checkout", "account", "orders", "letters", "search", "replies", "helpful")
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix_of(market)}/{folder}/" for market in all_markets() for folder in closed),
        "Disallow: /desk/",
        "Disallow: /saleor/",
        f"Sitemap: {absolute_url('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
