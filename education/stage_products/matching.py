"""Products that the shop adds to stages by rule: those that meet the limits and state the facts that the rule names.

Matches are stored when a guide is published and when a product changes, not when a page is read (docs/decisions/0019).
"""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q

from education.blocks.stages import StagedPage
from education.models.stage_products import MatchingStage, StageProduct
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
_MAX_REASON = 200


def matching_stages(page: StagedPage) -> Iterator[MatchingStage]:
    """Yield unsaved rows for the stages of a guide that the shop may add products to."""
    for position, block in enumerate(page.stages):
        stage = block.value
        if stage.max_matches:
            yield MatchingStage(
                page_id=page.pk,
                guide_title=page.title,
                anchor=stage["anchor"],
                stage_title=stage["title"],
                stage_number=position + 1 if page.counts_stages else None,
                position=position,
                limits_stage=stage.criteria.stage or "",
                max_diameter_mm=stage.criteria.max_diameter_mm,
                max_osmolality=stage.criteria.max_osmolality,
                up_to=stage.max_matches,
                **{name: value for name, value in stage["matching"].items() if name != "up_to" and value},
            )


def find_matches(stages: Collection[MatchingStage]) -> tuple[StageProduct, ...]:
    """Return unsaved rows for all products of the catalogue that match these stages. One statement."""
    if not stages:
        return ()
    condition = Q(may_be_suggested=True, may_be_sold=True)
    limits = {stage.limits_stage for stage in stages}
    if "" not in limits:
        # A stage of the safety rules suits only products whose facts name it, so no others need to be read.
        condition &= Q(attribute_values__attribute="stages", attribute_values__slug__in=limits)
    products = Product.objects.with_category().filter(condition).distinct()
    return tuple(_matches(stages, products.defer("description_html", "labels")))


def rematch_products(products: Collection[int]) -> None:
    """Update the stored matches of changed products. Three statements if nothing changes.

    The catalogue calls it in the transaction that stores the products. `products` are primary keys.
    """
    stages = MatchingStage.objects.all()
    stored = StageProduct.objects.filter(product__in=products)
    picked = {_key(row) for row in stored if not row.is_matched}
    before = {_key(row): row for row in stored if row.is_matched}
    candidates = Product.objects.with_category().filter(pk__in=products, may_be_suggested=True, may_be_sold=True)
    after = {_key(row): row for row in _matches(stages, candidates) if _key(row) not in picked}
    outdated = [row.pk for key, row in before.items() if key not in after or row.reason != after[key].reason]
    new = [row for key, row in after.items() if key not in before or row.reason != before[key].reason]
    if outdated or new:
        StageProduct.objects.filter(pk__in=outdated).delete()
        StageProduct.objects.bulk_create(new, ignore_conflicts=True)
        page_cache.invalidate("guides")


def _matches(stages: Iterable[MatchingStage], products: Iterable[Product]) -> Iterator[StageProduct]:
    rules = [(stage, stage.rule, stage.criteria) for stage in stages]
    for product in products if rules else ():
        facts = product.facts
        for stage, rule, criteria in rules:
            is_named = criteria.stage is None or criteria.stage in facts.stages
            if is_named and rule.matches(facts) and criteria.objection(facts) is None:
                fields = {name: getattr(stage, name) for name in _STAGE_FIELDS}
                reason = (facts.stage_reason or "")[:_MAX_REASON]
                yield StageProduct(**fields, product=product, is_matched=True, reason=reason)


def _key(row: StageProduct) -> tuple[int, str, int]:
    return row.page_id, row.anchor, row.product_id
