"""The duties of `duties.toml`, validated, loaded once and frozen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from typing import Any

from storefront.core.markets import is_in_european_union
from storefront.merchant.duties.goods import Goods
from storefront.merchant.identity import Merchant
from storefront.merchant.policies.kinds import PolicyKind
from storefront.safety.facts import ATTRIBUTES


class Confidence(StrEnum):
    """Whether the text was read in a public copy, is known and was not looked up, or could not be confirmed."""

    READ = "read"
    KNOWN = "known"
    UNCONFIRMED = "unconfirmed"


class Feature(StrEnum):
    """What the shop's code does to meet a duty. Each has a test (tests/merchant/test_features.py)."""

    LOWEST_PRICE = "lowest-price-of-30-days"
    UNIT_PRICE = "unit-price"
    TAX_AND_DELIVERY = "tax-and-delivery-beside-the-price"
    PAY_BUTTON = "pay-button"
    ORDER_SUMMARY = "order-summary"
    RESTRICTIONS = "delivery-restrictions"
    CONFIRMATION = "contract-confirmation"
    WITHDRAWAL = "withdrawal-function"
    RETURN_RULE = "return-rule"
    MAKER = "maker-and-warnings"
    ACCESSIBLE = "accessible-pages"
    COOKIES = "necessary-cookies-only"
    CUSTOMS = "customs-charge"
    GUARANTEE_LABEL = "commercial-guarantee-label"


class NoticeKind(StrEnum):
    """A notice that is shown where something is offered."""

    LEGAL_GUARANTEE = "legal-guarantee"
    COMMERCIAL_GUARANTEE = "commercial-guarantee"
    ELECTRICAL_WASTE = "electrical-waste"
    BATTERY = "battery"
    PROPOSITION_65 = "proposition-65"


class Circumstance(StrEnum):
    """A further condition for a duty, in addition to place, goods and date."""

    ALWAYS = "always"
    SHIPS_FROM_OUTSIDE = "ships-from-outside"
    """The merchant sends from outside the market's customs area, or does not state from where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A country (ISO 3166) or `EU`, and a region of it such as `AL`; empty for the whole country."""

    country: str
    region: str = ""

    def covers(self, country: str) -> bool:
        """Return whether the place is, or lies in, this country."""
        return self.country == country or (self.country == "EU" and is_in_european_union(country))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """A number attribute that may not exceed `limit`. Not stated exceeds it."""

    attribute: str
    limit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """A number in the merchant's record that may not be below `limit`. Not stated is below it."""

    field: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One rule of law and what meets it.

    source: the publication. links: addresses of the law's official text, where they are certain.
    since, until: the first and last day on which it holds; None is no limit known.
    places: where it holds. goods: the kinds of goods it is about; empty if it is about the whole shop.
    merchant: fields of `Merchant` to state. policies: pages to publish. features: what the code does.
    attributes: product attributes to state; each entry lists alternatives, of which one is enough. An alternative
    `merchant.<field>` is met by the merchant's record.
    at_most: limits of number attributes. at_least: limits of numbers in the merchant's record.
    notices: shown with the offer. restricts: True if the goods may not be sent to the places.
    """

    id: str
    paragraph: str
    title: str
    source: str
    links: tuple[str, ...]
    confidence: Confidence
    since: date | None
    until: date | None
    places: tuple[Place, ...]
    circumstance: Circumstance
    goods: tuple[Goods, ...]
    merchant: tuple[str, ...]
    policies: tuple[PolicyKind, ...]
    features: tuple[Feature, ...]
    attributes: tuple[tuple[str, ...], ...]
    at_most: tuple[AtMost, ...]
    at_least: tuple[AtLeast, ...]
    notices: tuple[NoticeKind, ...]
    restricts: bool

    @property
    def is_of_shop(self) -> bool:
        """Whether it is about the whole shop, not about single products."""
        return not self.goods

    def holds(self, country: str, on: date) -> bool:
        """Return whether it is in force in this country, or a region of it, on this day."""
        is_in_time = (self.since is None or self.since <= on) and (self.until is None or on <= self.until)
        return is_in_time and any(place.covers(country) for place in self.places)


class DutiesMisconfigured(ValueError):
    """A row of duties.toml names something that does not exist, or says nothing that could be met."""


MERCHANT_PREFIX = "merchant."
_MERCHANT_FIELDS = frozenset(field.name for field in fields(Merchant))
_KEYS = frozenset(
    [
        "id",
        "paragraph",
        "title",
        "source",
        "links",
        "confidence",
        "since",
        "until",
        "places",
        "circumstance",
        "goods",
        "merchant",
        "policies",
        "features",
        "attributes",
        "at_most",
        "at_least",
        "notices",
        "restricts",
    ]
)


def parse_duties(text: str) -> tuple[Duty, ...]:
    """Read duties from TOML. Raises DutiesMisconfigured, which names the row."""
    rows = tomllib.loads(text)["duty"]
    duties = tuple(_parse(row) for row in rows)
    names = [duty.id for duty in duties]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise DutiesMisconfigured(f"duties.toml has these ids twice: {', '.join(repeated)}")
    return duties


def _parse(row: Mapping[str, Any]) -> Duty:
    name = row.get("id", "?")
    unknown = set(row) - _KEYS
    if unknown:
        raise DutiesMisconfigured(f"duty {name}: unknown keys {', '.join(sorted(unknown))}")
    try:
        duty = Duty(
            id=row["id"],
            paragraph=row["paragraph"],
            title=row["title"],
            source=row["source"],
            links=tuple(row.get("links", ())),
            confidence=Confidence(row["confidence"]),
            since=row.get("since"),
            until=row.get("until"),
            places=tuple(map(_place, row["places"])),
            circumstance=Circumstance(row.get("circumstance", Circumstance.ALWAYS)),
            goods=tuple(map(Goods, row.get("goods", ()))),
            merchant=tuple(row.get("merchant", ())),
            policies=tuple(map(PolicyKind, row.get("policies", ()))),
            features=tuple(map(Feature, row.get("features", ()))),
            attributes=tuple(tuple(entry.split(" | ")) for entry in row.get("attributes", ())),
            at_most=tuple(
                AtMost(attribute=slug, limit=Decimal(limit)) for slug, limit in row.get("at_most", {}).items()
            ),
            at_least=tuple(AtLeast(field=name, limit=limit) for name, limit in row.get("at_least", {}).items()),
            notices=tuple(map(NoticeKind, row.get("notices", ()))),
            restricts=row.get("restricts", False),
        )
    except (KeyError, ValueError) as error:
        raise DutiesMisconfigured(f"duty {name}: {error}") from error
    _check(duty)
    return duty


def _place(text: str) -> Place:
    country, _, region = text.partition("-")
    return Place(country=country, region=region)


def _check(duty: Duty) -> None:
    """Refuse names that do not exist, and rows that nothing could meet or break."""
    asked = [each for entry in duty.attributes for each in entry]
    limited = {limit.field for limit in duty.at_least}
    fields_asked = {
        *duty.merchant,
        *limited,
        *(each.removeprefix(MERCHANT_PREFIX) for each in asked if _is_field(each)),
    }
    slugs = {each for each in asked if not _is_field(each)} | {limit.attribute for limit in duty.at_most}
    wrong = sorted((fields_asked - _MERCHANT_FIELDS) | (slugs - ATTRIBUTES.keys()))
    if wrong:
        raise DutiesMisconfigured(f"duty {duty.id}: there is no {', '.join(wrong)}")
    asks = (duty.merchant, duty.policies, duty.features, duty.attributes, duty.at_most, duty.at_least)
    if not any((*asks, duty.notices)) and not duty.restricts:
        raise DutiesMisconfigured(f"duty {duty.id}: it asks for nothing")
    if duty.is_of_shop and (duty.attributes or duty.at_most or duty.restricts):
        raise DutiesMisconfigured(f"duty {duty.id}: product attributes and restrictions need goods")
    if duty.restricts and any((*asks, duty.notices)):
        raise DutiesMisconfigured(f"duty {duty.id}: a restriction asks for nothing else")


def _is_field(entry: str) -> bool:
    return entry.startswith(MERCHANT_PREFIX)


DUTIES: tuple[Duty, ...] = parse_duties(files(__package__).joinpath("duties.toml").read_text(encoding="utf-8"))
RECORDED_COUNTRIES = frozenset({"GB", "IE", "DE", "US"})
"""The countries whose law `duties.toml` records. Elsewhere the merchant confirms in writing that they know the law."""
