"""The products beside a guide's stages in one market: picked by hand first, then found; out of stock last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from education.models import GuidePage, StageProduct
from education.stage_products.matching import matches_of, rules_of
from education.stage_products.picks import Pick, picks_of
from education.view_models import ShelfRow
from storefront.catalog.models import Listing
from storefront.catalog.selectors import cards_for
from storefront.core.markets import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A product that a stage finds by itself."""

    position: int
    product: int


def rows_of(page: GuidePage, market: Market, *, draft: bool = False) -> dict[int, tuple[ShelfRow, ...]]:
    """Rows by stage position: without what breaks a rule, is refused, or is not for sale here.

    Three statements; a draft finds its products anew, because only live guides have rows.
    """
    picks = list(picks_of(page))
    allowed = [pick for pick in picks if pick.objection is None]
    picked = {(pick.stage_position, pick.product.pk) for pick in picks if pick.product}
    found = _up_to(page, [each for each in _found(page, market, draft=draft) if _place(each) not in picked])
    cards = cards_for(
        {*(pick.product.pk for pick in allowed if pick.product), *(each.product for each in found)}, market
    )
    rows: dict[int, list[ShelfRow]] = {}
    for position, row in (*_picked_rows(allowed, cards), *_found_rows(found, cards)):
        rows.setdefault(position, []).append(row)
    return {
        place: tuple(sorted(shelf, key=lambda row: row.card.availability == "out")) for place, shelf in rows.items()
    }


def _picked_rows(picks: Iterable[Pick], cards: dict[int, Any]) -> Iterator[tuple[int, ShelfRow]]:
    for pick in picks:
        card = cards.get(pick.product.pk) if pick.product else None
        if pick.product and card and card.price and not card.refused:
            reason = pick.reason or card.suits
            yield pick.stage_position, ShelfRow(card=card, reason=reason)


def _found_rows(found: Iterable[Found], cards: dict[int, Any]) -> Iterator[tuple[int, ShelfRow]]:
    for each in found:
        if each.product in cards:
            card = cards[each.product]
            yield each.position, ShelfRow(card=card, reason=card.suits, found=True)


def _found(page: GuidePage, market: Market, *, draft: bool) -> list[Found]:
    """What this market sells of everything that the stages find, what can be bought now first."""
    finders = list(rules_of(page))
    if not finders:
        return []
    if draft:
        rows = matches_of(finders)
        order = {pk: place for place, pk in enumerate(_for_sale({row.product_id for row in rows}, market))}
        here = sorted((row for row in rows if row.product_id in order), key=lambda row: order[row.product_id])
        return [Found(position=row.position, product=row.product_id) for row in here]
    live = StageProduct.objects.filter(page=page, found=True, **_sold("product__listings__", market))
    found = live.order_by("-product__listings__in_stock", "product__category__position", "product__name")
    return [
        Found(position=position, product=product) for position, product in found.values_list("position", "product_id")
    ]


def _for_sale(products: set[int], market: Market) -> list[int]:
    """Those of them that this market sells, in the same order."""
    rows = Listing.objects.filter(product__in=products, **_sold("", market))
    order = rows.order_by("-in_stock", "product__category__position", "product__name")
    return list(order.values_list("product_id", flat=True))


def _sold(prefix: str, market: Market) -> dict[str, Any]:
    conditions = {"channel": market.channel, "published": True, "purchasable": True, "price__isnull": False}
    return {f"{prefix}{name}": value for name, value in conditions.items()}


def _up_to(page: GuidePage, found: Iterable[Found]) -> list[Found]:
    """As many for each stage as it asks for."""
    left = {finder.position: finder.up_to for finder in rules_of(page)}
    kept = []
    for each in found:
        if left.get(each.position, 0) > 0:
            left[each.position] -= 1
            kept.append(each)
    return kept


def _place(found: Found) -> tuple[int, int]:
    return found.position, found.product
