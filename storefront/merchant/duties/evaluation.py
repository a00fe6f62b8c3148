"""Which duties are unmet: pure functions over duties, what the merchant states, and product facts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from storefront.core.markets import is_in_european_union
from storefront.merchant.duties.goods import may_belong
from storefront.merchant.duties.rules import (
    DUTIES,
    MERCHANT_PREFIX,
    RECORDED_COUNTRIES,
    Circumstance,
    Confidence,
    Duty,
    Feature,
)
from storefront.merchant.identity import Merchant
from storefront.merchant.policies.kinds import PolicyKind
from storefront.safety.facts import ATTRIBUTES, ProductFacts

BUILT_FEATURES: frozenset[Feature] = frozenset(Feature) - {Feature.GUARANTEE_LABEL}
"""What the shop's code does today; tests/merchant/test_features.py names the test of each.

The label on a maker's guarantee is an official picture with the product's own data, which the shop does not make.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Everything that decides whether a market's duties are met, besides products.

    `confirmed` holds pairs of a duty's id and a product's Saleor ID, empty for all products.
    """

    country: str
    merchant: Merchant
    policies: frozenset[PolicyKind]
    features: frozenset[Feature] = BUILT_FEATURES
    confirmed: frozenset[tuple[str, str]] = frozenset()


class Where(Enum):
    """Where a step is done."""

    RECORD = auto()
    """The merchant's record of the market; names are its fields."""
    POLICIES = auto()
    """The market's policies; names are their kinds."""
    PRODUCT = auto()
    """The product in Saleor; names are slugs of attributes."""
    NOWHERE = auto()
    """Nowhere that a page could link to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do, as a short imperative in English for staff."""

    text: str
    where: Where
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetDuty:
    """A duty that is not met, and what to do about it: each step is needed."""

    duty: Duty
    steps: tuple[Step, ...]

    @property
    def attributes(self) -> tuple[str, ...]:
        """The slugs of the product attributes that are missing or out of bounds, each once."""
        slugs = (name for step in self.steps if step.where is Where.PRODUCT for name in step.names)
        return tuple(dict.fromkeys(slugs))

    @property
    def sentence(self) -> str:
        """The duty, and what to do where, in one sentence."""
        return f"{self.duty.title} ({self.duty.paragraph}): {'; '.join(step.text for step in self.steps)}."


LAW_NOT_RECORDED = "law-not-recorded"
"""The id of the duty to know the law of a country that duties.toml does not hold."""
_UNRECORDED = Duty(
    id=LAW_NOT_RECORDED,
    paragraph="national law",
    title="Meet the law of this market's country",
    source="The shop's table of duties does not hold this country's own law.",
    links=(),
    confidence=Confidence.UNCONFIRMED,
    since=None,
    until=None,
    places=(),
    circumstance=Circumstance.ALWAYS,
    goods=(),
    merchant=(),
    policies=(),
    features=(),
    attributes=(),
    at_most=(),
    at_least=(),
    notices=(),
    restricts=False,
)


@lru_cache(maxsize=64)
def duties_in_force(country: str, on: date) -> tuple[Duty, ...]:
    """Return the duties of a country and its regions on a day, in the order of duties.toml."""
    return tuple(duty for duty in DUTIES if duty.holds(country, on))


@lru_cache(maxsize=64)
def unmet_by_shop(seller: Seller, *, on: date) -> tuple[UnmetDuty, ...]:
    """Return the unmet duties about the whole shop in one market."""
    asked = (duty for duty in duties_in_force(seller.country, on) if duty.is_of_shop)
    unmet = [each for duty in asked if (each := _unmet(duty, seller, None, "")) is not None]
    if seller.country not in RECORDED_COUNTRIES and (_UNRECORDED.id, "") not in seller.confirmed:
        text = f"find out what the law of {seller.country} asks, and confirm that you know it"
        unmet.append(UnmetDuty(duty=_UNRECORDED, steps=(Step(text=text, where=Where.NOWHERE),)))
    return tuple(unmet)


@lru_cache(maxsize=4096)
def unmet_by_product(facts: ProductFacts, seller: Seller, *, product_id: str = "", on: date) -> tuple[UnmetDuty, ...]:
    """Return the unmet duties about one product in one market. Restrictions of delivery are not among them."""
    asked = (
        duty
        for duty in duties_in_force(seller.country, on)
        if not duty.is_of_shop and not duty.restricts and any(may_belong(goods, facts) for goods in duty.goods)
    )
    return tuple(each for duty in asked if (each := _unmet(duty, seller, facts, product_id)) is not None)


def is_confirmed(duty_id: str, product_id: str, confirmed: Collection[tuple[str, str]]) -> bool:
    """Return whether the merchant confirmed a duty for this product or for all."""
    return (duty_id, "") in confirmed or (bool(product_id) and (duty_id, product_id) in confirmed)


def ships_from_outside(seller: Seller) -> bool:
    """Return whether parcels cross a customs border to this market. Not stated counts as yes."""
    sent_from = seller.merchant.ships_from
    if is_in_european_union(seller.country):
        return not is_in_european_union(sent_from)
    return sent_from != seller.country


def _unmet(duty: Duty, seller: Seller, facts: ProductFacts | None, product_id: str) -> UnmetDuty | None:
    if duty.circumstance is Circumstance.SHIPS_FROM_OUTSIDE and not ships_from_outside(seller):
        return None
    if is_confirmed(duty.id, product_id, seller.confirmed):
        return None
    steps = (*_steps_of_shop(duty, seller), *_steps_of_product(duty, seller.merchant, facts))
    return UnmetDuty(duty=duty, steps=steps) if steps else None


def _steps_of_shop(duty: Duty, seller: Seller) -> Iterator[Step]:
    where = f"in the record of {seller.merchant.market} (Settings, Who sells)"
    empty = tuple(name for name in duty.merchant if not _is_stated(seller.merchant, name))
    if empty:
        yield Step(text=f"state {_listed(map(_in_words, empty))} {where}", where=Where.RECORD, names=empty)
    for limit in duty.at_least:
        value = getattr(seller.merchant, limit.field)
        if value is None or value < limit.limit:
            text = f"state at least {limit.limit} {_in_words(limit.field)} {where}"
            yield Step(text=text, where=Where.RECORD, names=(limit.field,))
    missing = tuple(kind for kind in duty.policies if kind not in seller.policies)
    if missing:
        pages = "page" if len(missing) == 1 else "pages"
        text = f"publish the {pages} {_listed(missing)} for {seller.merchant.market} (Settings, Policies)"
        yield Step(text=text, where=Where.POLICIES, names=missing)
    unbuilt = [feature for feature in duty.features if feature not in seller.features]
    if unbuilt:
        text = f"the shop's code does not do this yet: {_listed(map(_in_words, unbuilt))}"
        yield Step(text=text, where=Where.NOWHERE)


def _steps_of_product(duty: Duty, merchant: Merchant, facts: ProductFacts | None) -> Iterator[Step]:
    if facts is None:
        return
    for alternatives in duty.attributes:
        if not any(_is_met(each, merchant, facts) for each in alternatives):
            slugs = tuple(each for each in alternatives if not each.startswith(MERCHANT_PREFIX))
            fields = tuple(each.removeprefix(MERCHANT_PREFIX) for each in alternatives if each not in slugs)
            text = " or ".join(_in_place(each, merchant) for each in alternatives)
            # What is missing for every product alike is done in the record.
            yield Step(text=text, where=Where.PRODUCT if slugs else Where.RECORD, names=slugs or fields)
    for limit in duty.at_most:
        value = facts.value_of(ATTRIBUTES[limit.attribute])
        if not isinstance(value, Decimal) or value > limit.limit:
            text = f"the product's attribute {limit.attribute} must be stated and at most {limit.limit}"
            yield Step(text=text, where=Where.PRODUCT, names=(limit.attribute,))


def _is_met(alternative: str, merchant: Merchant, facts: ProductFacts) -> bool:
    if alternative.startswith(MERCHANT_PREFIX):
        return _is_stated(merchant, alternative.removeprefix(MERCHANT_PREFIX))
    value = facts.value_of(ATTRIBUTES[alternative])
    return value not in (None, (), frozenset(), "", False)


def _in_place(alternative: str, merchant: Merchant) -> str:
    if alternative.startswith(MERCHANT_PREFIX):
        name = _in_words(alternative.removeprefix(MERCHANT_PREFIX))
        return f"state the {name} in the record of {merchant.market} (Settings, Who sells)"
    return f"state the product's attribute {alternative} in Saleor"


def _is_stated(merchant: Merchant, name: str) -> bool:
    return getattr(merchant, name) not in (None, "", ())


def _in_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _listed(names: Collection[str] | Iterator[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
