"""Issues with products in the stages of guides, for editors. Pages leave such products out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext as _

from education.blocks.stages import StageCriteria, criteria_for
from education.localization import markets_reading
from education.models import GuidePage, StageProduct
from storefront.catalog.models import Listing, Product
from storefront.core.markets import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductIssue:
    """One issue, as a sentence. `product` is its name, or empty when it concerns the whole stage.

    `page` is the page's primary key, `block` the stage's ID in it, and `language` the page's language by its own name.
    """

    page: int
    guide: str
    language: str
    stage: str
    block: str
    product: str
    message: str


class _StoredLimits(TypedDict):
    stage: str
    max_diameter_mm: int | None
    max_osmolality: int | None


class _StoredPick(TypedDict):
    product: int | None


class _StoredPickItem(TypedDict):
    value: _StoredPick


class _StoredStage(TypedDict):
    """The fields of a stored stage that are checked. Reading them from JSON loads no product."""

    anchor: str
    title: str
    limits: _StoredLimits
    products: list[_StoredPickItem]
    matching: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """A stage, its limits and the products picked for it. `has_rule` says whether the shop may add products."""

    page: GuidePage
    block: str
    anchor: str
    title: str
    criteria: StageCriteria
    picks: tuple[int | None, ...]
    has_rule: bool


def product_issues_of(pages: Iterable[GuidePage]) -> tuple[ProductIssue, ...]:
    """Return the issues of these guides (with their locale loaded), in reading order. Four queries in total.

    A guide is checked in the markets that read it.
    """
    stages = [stage for page in pages for stage in _stages(page)]
    picked = {pk for stage in stages for pk in stage.picks if pk is not None}
    products = Product.objects.with_category().in_bulk(picked)
    matched = StageProduct.objects.filter(page__in={stage.page.pk for stage in stages}, is_matched=True)
    matched_at: dict[tuple[int, str], set[int]] = {}
    for page, anchor, product in matched.values_list("page_id", "anchor", "product_id"):
        matched_at.setdefault((page, anchor), set()).add(product)
    listings = Listing.objects.filter(
        product__in=picked.union(*matched_at.values()), published=True, price__isnull=False
    )
    channels: dict[int, set[str]] = {}
    for product, channel in listings.values_list("product_id", "channel"):
        channels.setdefault(product, set()).add(channel)
    markets = markets_reading({stage.page.pk: stage.page for stage in stages}.values())
    return tuple(
        issue
        for stage in stages
        for issue in _stage_issues(
            stage,
            products,
            matched_at.get((stage.page.pk, stage.anchor), set()),
            channels,
            markets[stage.page.pk],
        )
    )


def _stage_issues(
    stage: _Stage,
    products: dict[int, Product],
    matched: set[int],
    channels: dict[int, set[str]],
    markets: tuple[Market, ...],
) -> Iterator[ProductIssue]:
    shown = set(matched)
    for pk in stage.picks:
        product = products.get(pk) if pk is not None else None
        if product is None:
            yield _issue(stage, _("A product that was picked here is no longer in the catalogue."))
        elif objection := stage.criteria.objection(product.facts):
            yield _issue(stage, _("It breaks a rule, and is not shown: %(why)s") % {"why": objection}, product)
        elif not channels.get(product.pk):
            yield _issue(stage, _("Saleor no longer has it, or lists it nowhere; it is not shown."), product)
        else:
            shown.add(product.pk)
    if stage.picks or stage.has_rule:
        sold_in = {channel for pk in shown for channel in channels.get(pk, ())}
        without = ", ".join(market.label for market in markets if market.channel not in sold_in)
        if without:
            yield _issue(stage, _("Nothing to buy is left at this stage in: %(markets)s.") % {"markets": without})


def _issue(stage: _Stage, message: str, product: Product | None = None) -> ProductIssue:
    return ProductIssue(
        page=stage.page.pk,
        guide=stage.page.title,
        language=stage.page.locale.get_display_name(),
        stage=stage.title,
        block=stage.block,
        product=product.name if product else "",
        message=message,
    )


def _stages(page: GuidePage) -> Iterator[_Stage]:
    for block in page.stages.raw_data:
        stored: _StoredStage = block["value"]
        limits = stored["limits"]
        yield _Stage(
            page=page,
            block=block.get("id") or "",
            anchor=stored["anchor"],
            title=stored["title"],
            criteria=criteria_for(
                stored["anchor"],
                stage=limits["stage"],
                max_diameter_mm=limits["max_diameter_mm"],
                max_osmolality=limits["max_osmolality"],
            ),
            picks=tuple(item["value"]["product"] for item in stored["products"]),
            has_rule=bool(stored["matching"].get("up_to")),
        )
