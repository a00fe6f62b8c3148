"""Reads of stage products: the products of a guide's stages, and the stages and guides of a product."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wagtail.models import Page

from education.blocks.stages import Pick, picks_of
from education.localization import fallback_language, filter_readable, language_if_other, other_language, page_url
from education.models import GuidePage, StageProduct
from education.stage_products.matching import find_matches, matching_stages
from storefront.catalog.models import Listing, Product, in_stock_first
from storefront.catalog.pages.view_models import ProductCard
from storefront.catalog.selectors import cards_for
from storefront.catalog.together.groups import Judged, Partner, VerdictGroup, group_verdicts
from storefront.catalog.together.pairs import WARNED, reason_of
from storefront.core.markets import Market
from storefront.core.web.links import PageLink, absolute_url
from storefront.safety.verdicts import judge_pair

_MAX_GUIDES = 6
_CARE_GUIDE = "cleaning-and-storage"
"""Slug of the guide that is listed last for every product, if it is live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageProductRow:
    """A product of a stage and the reason for it. `is_matched`: added by the stage's rule, not picked by an editor.

    `goes_with` is what of the same stage it does not simply go with.
    """

    card: ProductCard
    reason: str
    is_matched: bool = False
    goes_with: tuple[VerdictGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLink:
    """A stage that a product belongs to; `url` leads to the stage in the active market."""

    number: int | None
    title: str
    guide: str
    url: str
    reason: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A product that a stage's rule adds. `position` is the stage's, `product` a primary key."""

    position: int
    product: int


def products_by_stage(
    page: GuidePage, market: Market, *, is_draft: bool = False
) -> dict[int, tuple[StageProductRow, ...]]:
    """Return the products of each stage by the stage's position: picks first, then matches, sold-out ones last.

    Products that break the stage's limits, that the market's rules refuse or that it does not sell are left out. Three
    statements. A draft has no stored matches, so they are searched for.
    """
    picks = list(picks_of(page))
    allowed = [pick for pick in picks if pick.objection is None]
    picked = {(pick.stage_position, pick.product.pk) for pick in picks if pick.product}
    matches = _limit_matches(
        page,
        (match for match in _matches(page, market, is_draft=is_draft) if (match.position, match.product) not in picked),
    )
    keys = {*(pick.product.pk for pick in allowed if pick.product), *(match.product for match in matches)}
    cards = cards_for(keys, market)
    rows: dict[int, list[StageProductRow]] = {}
    for position, row in (*_picked_rows(allowed, cards), *_matched_rows(matches, cards)):
        rows.setdefault(position, []).append(row)
    return {
        position: _judged(sorted(stage_rows, key=lambda row: row.card.availability == "out"))
        for position, stage_rows in rows.items()
    }


def _judged(rows: Sequence[StageProductRow]) -> tuple[StageProductRow, ...]:
    """Add to each row what of the same stage it does not go with, or only after a check, and why."""
    return tuple(replace(row, goes_with=group_verdicts(_warnings(row.card, rows))) for row in rows)


def _warnings(card: ProductCard, rows: Iterable[StageProductRow]) -> Iterator[Judged]:
    for other in (row.card for row in rows if row.card.pk != card.pk):
        verdict = judge_pair(card.facts, other.facts)
        if verdict.rating in WARNED:
            reason = reason_of(verdict, card.name, other.name)
            yield Judged(partner=Partner(name=other.name), rating=verdict.rating, reason=reason)


def stages_of_product(product: Product) -> tuple[StageLink, ...]:
    """Return the stages of live guides that a product belongs to and whose limits it meets. One statement."""
    rows = (
        StageProduct.objects.filter(product=product, page__in=filter_readable(GuidePage.objects.live()))
        .select_related("page__locale")
        .order_by("guide_title", "position")
    )
    facts = product.facts
    shown = [row for row in rows if row.criteria.objection(facts) is None]
    return tuple(
        StageLink(
            number=row.stage_number,
            title=row.stage_title,
            guide=row.guide_title,
            url=page_url(row.page.url_path, row.anchor),
            reason=row.reason,
            language=language_if_other(row.page.locale.language_code),
        )
        for row in sorted(shown, key=lambda row: row.stage_number is None)
    )


def guides_of_products(slugs: Collection[str]) -> tuple[PageLink, ...]:
    """Return the live guides whose stages hold these products, those with most of them first, then the care guide.

    URLs are absolute and in the active market. Three statements.
    """
    products = {product.pk: product for product in Product.objects.with_category().filter(slug__in=slugs)}
    rows = StageProduct.objects.filter(
        product__in=products, page__in=filter_readable(GuidePage.objects.live())
    ).select_related("page__locale")
    products_in: dict[str, set[int]] = {}
    links: dict[str, PageLink] = {}
    for row in rows.order_by("guide_title"):
        if row.criteria.objection(products[row.product_id].facts) is None:
            products_in.setdefault(row.page.url_path, set()).add(row.product_id)
            links[row.page.url_path] = _page_link(row.page)
    most_first = sorted(products_in, key=lambda path: -len(products_in[path]))[:_MAX_GUIDES]
    care_guide = _care_guide() if products else None
    if care_guide and care_guide.url_path not in most_first:
        most_first = [*most_first[: _MAX_GUIDES - 1], care_guide.url_path]
        links[care_guide.url_path] = _page_link(care_guide)
    return tuple(links[path] for path in most_first)


def _care_guide() -> GuidePage | None:
    original = GuidePage.objects.filter(slug=_CARE_GUIDE, locale__language_code=fallback_language())
    live = filter_readable(GuidePage.objects.live())
    return live.filter(translation_key__in=original.values("translation_key")).first()


def _page_link(page: Page) -> PageLink:
    return PageLink(title=page.title, url=absolute_url(page_url(page.url_path)), language=other_language(page))


def _picked_rows(picks: Iterable[Pick], cards: Mapping[int, ProductCard]) -> Iterator[tuple[int, StageProductRow]]:
    for pick in picks:
        card = cards.get(pick.product.pk) if pick.product else None
        if card and card.price and not card.refused:
            yield pick.stage_position, StageProductRow(card=card, reason=pick.reason or card.suits)


def _matched_rows(matches: Iterable[_Match], cards: Mapping[int, ProductCard]) -> Iterator[tuple[int, StageProductRow]]:
    for match in matches:
        if card := cards.get(match.product):
            yield match.position, StageProductRow(card=card, reason=card.suits, is_matched=True)


def _matches(page: GuidePage, market: Market, *, is_draft: bool) -> list[_Match]:
    """Return the matches that this market sells, those in stock first."""
    stages = list(matching_stages(page))
    if not stages:
        return []
    if is_draft:
        rows = find_matches(stages)
        order = {pk: place for place, pk in enumerate(_sold_products({row.product_id for row in rows}, market))}
        sold = sorted((row for row in rows if row.product_id in order), key=lambda row: order[row.product_id])
        return [_Match(position=row.position, product=row.product_id) for row in sold]
    stored = (
        StageProduct.objects.filter(page=page, is_matched=True, **_is_sold("product__listings__", market))
        .order_by(in_stock_first(market.country, "product__listings__"), "product__category__position", "product__name")
        .values_list("position", "product_id")
    )
    return [_Match(position=position, product=product) for position, product in stored]


def _sold_products(products: set[int], market: Market) -> list[int]:
    rows = Listing.objects.filter(product__in=products, **_is_sold("", market))
    ordered = rows.order_by(in_stock_first(market.country), "product__category__position", "product__name")
    return list(ordered.values_list("product_id", flat=True))


def _is_sold(prefix: str, market: Market) -> dict[str, str | bool]:
    """Return the conditions on a listing, with its lookup prefix, under which a market sells a product."""
    conditions: dict[str, str | bool] = {
        "channel": market.channel,
        "published": True,
        "is_in_lists": True,
        "purchasable": True,
        "price__isnull": False,
    }
    return {f"{prefix}{name}": value for name, value in conditions.items()}


def _limit_matches(page: GuidePage, matches: Iterable[_Match]) -> list[_Match]:
    """Keep as many matches for each stage as it asks for."""
    left = {stage.position: stage.up_to for stage in matching_stages(page)}
    kept = []
    for match in matches:
        if left.get(match.position, 0) > 0:
            left[match.position] -= 1
            kept.append(match)
    return kept
