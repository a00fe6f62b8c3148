"""What would suit instead: for two products in a cart that do not go together, one that may replace either.

Only what the shop may suggest and can send now, what the market's law lets it sell, and what is not recalled. By its
stated facts it goes with the other of the two for certain, and with nothing of the rest worse than what it replaces.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
_BADNESS = {Rating.NOT_STATED: 1, Rating.CHECK: 2, Rating.NO: 3}
"""How much trouble a rating is; the others are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A product to take instead of one in the cart: the slug of that, and the variant to add.

    `goes_with` names the one product that it is sure to go with; empty if it goes with all the rest of the cart.
    """

    replaces: str
    replaces_name: LocalizedText
    variant_id: str
    name: LocalizedText
    url: str
    price: Money | None
    goes_with: LocalizedText | str


def find_alternatives(
    pairs: Sequence[ProductPair], products: Collection[Product], market: Market, *, fixed: Collection[str] = ()
) -> dict[ProductPair, Alternative]:
    """Return for these pairs what may replace one of the two, each replacement once. Four queries; none without pairs.

    `products` are all of the cart. `fixed` are slugs of products that cannot be replaced, such as gifts.
    """
    if not pairs:
        return {}
    categories = {side.category_id for pair in pairs for side in (pair.first, pair.second) if side.category_id}
    held = [product.pk for product in products]
    listings = candidates(market, categories=categories, without=held, has_choice=False)
    judged = [(listing, _trouble(listing.product, products)) for listing in listings]
    judged.sort(key=lambda each: sum(each[1].values()))
    before = {product.slug: _trouble(product, products) for product in products}
    chosen: dict[ProductPair, Alternative] = {}
    replaced = set(fixed)
    for pair in pairs:
        for old, other in sorted(((pair.first, pair.second), (pair.second, pair.first)), key=_ease):
            if old.slug in replaced:
                continue
            found = next(
                (each for each in judged if _improves(old, other, each[0].product, each[1], before[old.slug])), None
            )
            if found:
                replaced.add(old.slug)
                chosen[pair] = _alternative(old, other, *found)
                break
    return chosen


def _ease(sides: tuple[Product, Product]) -> int:
    role = role_of(sides[0].facts)
    return _EASIEST_FIRST.index(role) if role in _EASIEST_FIRST else len(_EASIEST_FIRST)


def _alternative(old: Product, other: Product, listing: Listing, trouble: Mapping[str, int]) -> Alternative:
    return Alternative(
        replaces=old.slug,
        replaces_name=old.translated("name"),
        variant_id=listing.only_variant,
        name=listing.product.translated("name"),
        url=listing.product.get_absolute_url(),
        price=listing.money,
        goes_with="" if trouble.keys() <= {old.slug} else other.translated("name"),
    )


def _trouble(product: Product, others: Iterable[Product]) -> dict[str, int]:
    """How bad it is with each of these with which it does not simply go, by slug."""
    ratings = {
        other.slug: judge_pair(product.facts, other.facts).rating for other in others if other.slug != product.slug
    }
    return {slug: _BADNESS[rating] for slug, rating in ratings.items() if rating in _BADNESS}


def _improves(
    old: Product, other: Product, new: Product, trouble: Mapping[str, int], before: Mapping[str, int]
) -> bool:
    """Whether a product may replace `old`: it goes with `other` for certain, and with nothing worse than `old` does."""
    is_no_worse = all(badness <= before.get(slug, 0) for slug, badness in trouble.items() if slug != old.slug)
    return (
        is_no_worse and _may_replace(old.facts, new.facts) and judge_pair(new.facts, other.facts).rating is Rating.YES
    )


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
