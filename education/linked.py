"""What other rooms are told of the hub, through settings that name these functions."""

from collections.abc import Collection

from education.addresses import absolute, page_address
from education.languages import readable
from education.models import GuidePage, StageProduct
from storefront.catalog.models import Product
from storefront.links import Link

_GUIDES = 6
_FOR_EVERYTHING = "cleaning-and-storage"
"""The slug of the guide that belongs to whatever was bought: it comes last, while it is there."""


def guides_of_products(slugs: Collection[str]) -> tuple[Link, ...]:
    """The live guides that pick one of these products beside a stage whose rule it keeps, and the one on cleaning and
    storing: three queries.

    First the guides that pick most of them. Addresses are whole ones, in the active market.
    """
    products = {product.pk: product for product in Product.objects.with_category().filter(slug__in=slugs)}
    rows = StageProduct.objects.filter(
        product__in=products, page__in=readable(GuidePage.objects.live())
    ).select_related("page")
    picked: dict[str, set[int]] = {}
    titles: dict[str, str] = {}
    for row in rows.order_by("guide_title"):
        if row.criteria.objection(products[row.product_id].facts) is None:
            picked.setdefault(row.page.url_path, set()).add(row.product_id)
            titles[row.page.url_path] = row.guide_title
    most_first = sorted(picked, key=lambda path: -len(picked[path]))[:_GUIDES]
    care = readable(GuidePage.objects.live()).filter(slug=_FOR_EVERYTHING).first() if products else None
    if care and care.url_path not in most_first:
        most_first = [*most_first[: _GUIDES - 1], care.url_path]
        titles[care.url_path] = care.title
    return tuple(Link(title=titles[path], url=absolute(page_address(path))) for path in most_first)
