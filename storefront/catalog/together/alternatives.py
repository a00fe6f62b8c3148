"""What would suit instead: for two products in a cart that do not go together, one that may replace either.

Only what the shop may suggest and can send now, what the market's law lets it sell, and what is not recalled. It goes
with all the rest of the cart by its stated facts: with the other of the two for certain, and with the rest at least
where there is something to match.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from storefront.catalog.models import Listing, Product
from storefront.catalog.together.candidates import candidates
from storefront.catalog.together.pairs import ProductPair
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, known_kind, may_be_anal, may_go_inside, role_of
from storefront.safety.rules import Rating
from storefront.safety.verdicts import judge_pair
from storefront.saleor.types import Money

_EASIEST_FIRST = (Role.LUBRICANT, Role.CARE, Role.BARRIER, Role.IMPLEMENT, Role.HARNESS, Role.TOY)
"""What people replace most readily comes first: the lubricant rather than the toy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A product to take instead of one in the cart: the slug of that, and the variant to add."""

    replaces: str
    replaces_name: LocalizedText
    variant_id: str
    name: LocalizedText
    url: str
    price: Money | None


def find_alternatives(
    pairs: Sequence[ProductPair], products: Collection[Product], market: Market, *, fixed: Collection[str] = ()
) -> dict[ProductPair, Alternative]:
    """Return for these pairs what may replace one of the two, each replacement once. Four queries; none without pairs.

    `products` are all of the cart. `fixed` are slugs of products that cannot be replaced, such as gifts.
    """
    if not pairs:
        return {}
    sides = {side.slug: side for pair in pairs for side in (pair.first, pair.second) if side.slug not in fixed}
    listings = _candidates(sides.values(), products, market)
    clashes = {listing.pk: _clashes(listing.product, products) for listing in listings}
    found = {
        slug: next(
            (each for each in listings if clashes[each.pk] <= {slug} and _may_replace(side.facts, each.product.facts)),
            None,
        )
        for slug, side in sides.items()
    }
    chosen: dict[ProductPair, Alternative] = {}
    for pair in pairs:
        for old, other in sorted(((pair.first, pair.second), (pair.second, pair.first)), key=_ease):
            listing = found.get(old.slug)
            if listing and judge_pair(listing.product.facts, other.facts).rating is Rating.YES:
                if not any(each.replaces == old.slug for each in chosen.values()):
                    chosen[pair] = _alternative(old, listing)
                break
    return chosen


def _ease(sides: tuple[Product, Product]) -> int:
    role = role_of(sides[0].facts)
    return _EASIEST_FIRST.index(role) if role in _EASIEST_FIRST else len(_EASIEST_FIRST)


def _alternative(old: Product, listing: Listing) -> Alternative:
    return Alternative(
        replaces=old.slug,
        replaces_name=old.translated("name"),
        variant_id=listing.only_variant,
        name=listing.product.translated("name"),
        url=listing.product.get_absolute_url(),
        price=listing.money,
    )


def _candidates(sides: Iterable[Product], held: Iterable[Product], market: Market) -> list[Listing]:
    """Products of the same categories that may be suggested and can be bought without a choice, the cheapest first."""
    categories = {side.category_id for side in sides if side.category_id}
    return candidates(market, categories=categories, without=[product.pk for product in held], has_choice=False)


def _clashes(candidate: Product, products: Iterable[Product]) -> set[str]:
    """The slugs of those with which it is neither a certain yes nor without anything to match."""
    return {
        product.slug
        for product in products
        if judge_pair(candidate.facts, product.facts).rating not in (Rating.YES, Rating.NA)
    }


def _may_replace(old: ProductFacts, new: ProductFacts) -> bool:
    """Whether one product does the work of another: of the same kind, for the same use, and no wider."""
    role = role_of(old)
    if role is not role_of(new) or role is Role.OTHER:
        return False
    is_as_usable = (new.internal_use or not may_go_inside(old)) and (new.anal_use or not may_be_anal(old))
    if role is Role.LUBRICANT:
        return bool(is_as_usable)
    if known_kind(old) is None or known_kind(old) != known_kind(new):
        return False
    if role is not Role.TOY:
        return True
    is_no_wider = old.widest_mm is None or (new.widest_mm is not None and new.widest_mm <= old.widest_mm)
    return is_no_wider and may_go_inside(old) == may_go_inside(new) and may_be_anal(old) == may_be_anal(new)
