"""What other rooms are told of the hub, through settings that name these functions."""

from collections.abc import Collection

from wagtail.models import Page

from education.fallback_languages import default_language, other_language, readable
from education.models import GuidePage, StageProduct
from education.page_urls import page_address
from storefront.catalog.models import Product
from storefront.core.links import PageLink, absolute_url

_GUIDES = 6
_FOR_EVERYTHING = "cleaning-and-storage"
"""The slug of the guide that belongs to whatever was bought: it comes last, while it is there."""


def guides_of_products(slugs: Collection[str]) -> tuple[PageLink, ...]:
    """The live guides that pick one of these products beside a stage whose rule it keeps, and the one on cleaning and
    storing: three queries.

    First the guides that pick most of them. Addresses are whole ones, in the active market.
    """
    products = {product.pk: product for product in Product.objects.with_category().filter(slug__in=slugs)}
    rows = StageProduct.objects.filter(
        product__in=products, page__in=readable(GuidePage.objects.live())
    ).select_related("page__locale")
    picked: dict[str, set[int]] = {}
    links: dict[str, PageLink] = {}
    for row in rows.order_by("guide_title"):
        if row.criteria.objection(products[row.product_id].facts) is None:
            picked.setdefault(row.page.url_path, set()).add(row.product_id)
            links[row.page.url_path] = _link(row.page)
    most_first = sorted(picked, key=lambda path: -len(picked[path]))[:_GUIDES]
    original = GuidePage.objects.filter(slug=_FOR_EVERYTHING, locale__language_code=default_language())
    everything = readable(GuidePage.objects.live()).filter(translation_key__in=original.values("translation_key"))
    care = everything.first() if products else None
    if care and care.url_path not in most_first:
        most_first = [*most_first[: _GUIDES - 1], care.url_path]
        links[care.url_path] = _link(care)
    return tuple(links[path] for path in most_first)


def _link(page: Page) -> PageLink:
    return PageLink(title=page.title, url=absolute_url(page_address(page.url_path)), language=other_language(page))
