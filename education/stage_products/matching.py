"""What stages find in the catalogue by themselves: what keeps to the limits, and states what is looked for.

The rows are made when a guide is published and when a product says something new, not when a page is read
(docs/decisions/0019).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Q

from education.models.rows import StageFinder, StageProduct
from storefront import page_cache
from storefront.catalog.models import Product

_STAGE_FIELDS = (
    "page_id",
    "guide_title",
    "anchor",
    "stage_title",
    "stage_number",
    "position",
    "limits_stage",
    "max_diameter_mm",
    "max_osmolality",
)


def rules_of(page: Any) -> Iterator[StageFinder]:
    """The stages of a guide, as it is now, that the shop may add products to."""
    for position, block in enumerate(page.stages):
        stage = block.value
        if stage.finds_up_to:
            yield StageFinder(
                page_id=page.pk,
                guide_title=page.title,
                anchor=stage["anchor"],
                stage_title=stage["title"],
                stage_number=position + 1 if page.counts_stages else None,
                position=position,
                limits_stage=stage.criteria.stage or "",
                max_diameter_mm=stage.criteria.max_diameter_mm,
                max_osmolality=stage.criteria.max_osmolality,
                up_to=stage.finds_up_to,
                **{name: value for name, value in stage["finds"].items() if name != "up_to" and value},
            )


def matches_of(finders: Collection[StageFinder]) -> tuple[StageProduct, ...]:
    """Everything in the catalogue that these stages find. One statement."""
    if not finders:
        return ()
    wanted = Q(may_be_suggested=True, may_be_sold=True)
    stages = {finder.limits_stage for finder in finders}
    if "" not in stages:
        # A stage suits only products whose facts name it, so the others need not be read.
        wanted &= Q(attribute_values__attribute="stages", attribute_values__slug__in=stages)
    products = Product.objects.with_category().filter(wanted).distinct()
    return tuple(_found(finders, products.defer("description_html", "labels")))


def products_changed(products: Collection[int]) -> None:
    """Find anew for these products: three statements when nothing changes. The catalogue calls it in the transaction
    that stores them.
    """
    finders = StageFinder.objects.all()
    known = StageProduct.objects.filter(product__in=products)
    picked = {_key(row) for row in known if not row.found}
    before = {_key(row): row for row in known if row.found}
    rows = Product.objects.with_category().filter(pk__in=products, may_be_suggested=True, may_be_sold=True)
    found = {_key(row): row for row in _found(finders, rows) if _key(row) not in picked}
    gone = [row.pk for key, row in before.items() if key not in found or row.reason != found[key].reason]
    new = [row for key, row in found.items() if key not in before or row.reason != before[key].reason]
    if gone or new:
        StageProduct.objects.filter(pk__in=gone).delete()
        StageProduct.objects.bulk_create(new, ignore_conflicts=True)
        page_cache.invalidate("guides")


def _found(finders: Iterable[StageFinder], products: Iterable[Product]) -> Iterator[StageProduct]:
    looking = [(finder, finder.finds, finder.criteria) for finder in finders]
    for product in products if looking else ():
        facts = product.facts
        for finder, finds, criteria in looking:
            named = criteria.stage is None or criteria.stage in facts.stages
            if named and finds.matches(facts) and criteria.objection(facts) is None:
                stage = {name: getattr(finder, name) for name in _STAGE_FIELDS}
                yield StageProduct(**stage, product=product, found=True, reason=(facts.stage_reason or "")[:200])


def _key(row: StageProduct) -> tuple[int, str, int]:
    return row.page_id, row.anchor, row.product_id
