"""A seller who meets every duty, and products for each kind of goods."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from storefront.demo.data import load
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.goods import Goods, may_belong
from storefront.merchant.duties.rules import MERCHANT_PREFIX, Duty, Feature
from storefront.merchant.identity import Merchant
from storefront.merchant.policies.kinds import PolicyKind
from storefront.safety.choices import Proposition65
from storefront.safety.facts import ATTRIBUTES, ProductFacts, read_facts

TODAY = date(2026, 12, 1)
COUNTRIES = ("GB", "IE", "DE", "US")
DEMO = {row.reference: read_facts(row.attributes, category=row.category) for row in load().products}
_NUMBERS = {"delivery_days_min": 2, "delivery_days_max": 4, "return_days": 14}
_LINES = frozenset(
    {"address", "uk_responsible_person", "eu_responsible_person", "supervisory_authority", "arbitration_body"}
    | {"return_address", "delivery_countries"}
)


def merchant(country: str, **stated: object) -> Merchant:
    """A merchant of this country who states everything and sends from there."""
    texts = {
        each.name: "Example" for each in fields(Merchant) if each.name not in ("has_age_step", "free_delivery_from")
    }
    lines = dict.fromkeys(_LINES, ("Example",))
    return Merchant(**{**texts, **lines, **_NUMBERS, "country": country, "ships_from": country, **stated})  # type: ignore[arg-type]


def seller(country: str, **stated: object) -> Seller:
    """A seller in this country whom no duty of the shop is open for."""
    return Seller(
        country=country,
        merchant=merchant(country, **stated),
        policies=frozenset(PolicyKind),
        features=frozenset(Feature),
    )


def day_of(duty: Duty) -> date:
    """A day on which the duty holds: today where it does."""
    day = max(duty.since or TODAY, TODAY)
    return min(day, duty.until or day)


def facts_for(duty: Duty) -> ProductFacts:
    """A product of the demo that the duty is about and that meets it."""
    if Goods.LONG_GUARANTEE in duty.goods:
        return replace(DEMO["T01"], commercial_guarantee_months=Decimal(36))
    if Goods.PROPOSITION_65 in duty.goods:
        return replace(
            DEMO["T01"], proposition_65=Proposition65.WARNING, proposition_65_chemicals="lead, which harms reproduction"
        )
    if Goods.SILICONE_COSMETIC in duty.goods:
        return DEMO["H01"]
    if Goods.SILICONE_DEVICE in duty.goods:
        return DEMO["SI01"]
    return next(facts for facts in DEMO.values() if any(may_belong(goods, facts) for goods in duty.goods))


def break_duty(duty: Duty, seller: Seller, facts: ProductFacts) -> tuple[Seller, ProductFacts]:
    """Take away everything that the duty asks for."""
    asked = [each for entry in duty.attributes for each in entry]
    of_record = {each.removeprefix(MERCHANT_PREFIX) for each in asked if each.startswith(MERCHANT_PREFIX)}
    names = {*duty.merchant, *of_record, *(limit.field for limit in duty.at_least)}
    nothing = Merchant(market=seller.merchant.market)
    emptied = replace(seller.merchant, **{name: getattr(nothing, name) for name in names})
    slugs = [each for each in asked if not each.startswith(MERCHANT_PREFIX)]
    slugs += [limit.attribute for limit in duty.at_most]
    without = {ATTRIBUTES[slug].field: ATTRIBUTES[slug].value.read(None) for slug in slugs}
    return (
        replace(
            seller,
            merchant=emptied,
            policies=seller.policies - set(duty.policies),
            features=seller.features - set(duty.features),
        ),
        replace(facts, **without),  # type: ignore[arg-type]
    )
