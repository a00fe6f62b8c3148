"""Money, pages of a connection, and countries, as the API shows them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Generic, TypeVar

from babel import Locale

from storefront.sandbox.errors import TopLevelError

T = TypeVar("T")
S = TypeVar("S")
CENT = Decimal("0.01")
MAX_PAGE = 100


def to_cents(amount: Decimal) -> Decimal:
    """The amount rounded to two places, half up, as Saleor rounds."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class MoneyAnswer:
    """`Money`: a JSON float, as Saleor sends it."""

    decimal: Decimal
    currency: str

    @property
    def amount(self) -> float:
        """The amount in major units."""
        return float(self.decimal)


@dataclass(frozen=True, slots=True)
class TaxedMoneyAnswer:
    """`TaxedMoney`, worked out from a gross amount that holds `tax_percent` of tax."""

    decimal: Decimal
    currency: str
    tax_percent: Decimal

    @property
    def _net(self) -> Decimal:
        return to_cents(self.decimal / (1 + self.tax_percent / 100))

    @property
    def gross(self) -> MoneyAnswer:
        """With tax."""
        return MoneyAnswer(self.decimal, self.currency)

    @property
    def net(self) -> MoneyAnswer:
        """Without tax."""
        return MoneyAnswer(self._net, self.currency)

    @property
    def tax(self) -> MoneyAnswer:
        """The difference."""
        return MoneyAnswer(self.decimal - self._net, self.currency)


@dataclass(frozen=True, slots=True)
class TranslationAnswer:
    """Any of Saleor's translations; what is not translated is null."""

    texts: Mapping[str, str]

    @property
    def name(self) -> str | None:
        return self.texts.get("name")

    @property
    def description(self) -> str | None:
        return self.texts.get("description")

    @property
    def seo_title(self) -> str | None:
        return self.texts.get("seo_title")

    @property
    def seo_description(self) -> str | None:
        return self.texts.get("seo_description")


def translated(translations: Mapping[str, Mapping[str, str]], language_code: str) -> TranslationAnswer | None:
    """What is written in a language; null where nothing is."""
    texts = translations.get(language_code)
    return TranslationAnswer(texts) if texts else None


@dataclass(frozen=True, slots=True)
class EdgeAnswer(Generic[T]):
    """An edge of a connection."""

    node: T


@dataclass(frozen=True, slots=True)
class PageInfoAnswer:
    """`PageInfo`."""

    has_next_page: bool
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class PageAnswer(Generic[T]):
    """A connection."""

    edges: tuple[EdgeAnswer[T], ...]
    page_info: PageInfoAnswer
    total_count: int


def page(
    ordered: Sequence[S], show: Callable[[Sequence[S]], Iterable[T]], *, first: int | None, after: str | None
) -> PageAnswer[T]:
    """The `first` after a cursor of an ordered list; `show` turns the chosen ones into answers.

    The cursor is a position: good enough for a stand-in whose lists hardly change while they are read.
    """
    if first is None:
        raise TopLevelError("You must provide a `first` or `last` value to properly paginate the connection.")
    if not 0 < first <= MAX_PAGE:
        raise TopLevelError(f"Requesting {first} records on the connection exceeds the `first` limit of 100.")
    start = _position(after) if after else 0
    chosen = ordered[start : start + first]
    end = start + len(chosen)
    return PageAnswer(
        edges=tuple(EdgeAnswer(node) for node in show(chosen)),
        page_info=PageInfoAnswer(
            has_next_page=end < len(ordered),
            end_cursor=b64encode(json.dumps([str(end)]).encode()).decode() if chosen else None,
        ),
        total_count=len(ordered),
    )


def _position(cursor: str) -> int:
    try:
        return int(json.loads(b64decode(cursor, validate=True))[0])
    except (ValueError, TypeError, IndexError, KeyError) as error:
        raise TopLevelError("Received cursor is invalid.") from error


@dataclass(frozen=True, slots=True)
class CountryAnswer:
    """`CountryDisplay`."""

    code: str

    @property
    def country(self) -> str:
        """The English name."""
        return country_name(self.code)


@cache
def _territories() -> dict[str, str]:
    return {**Locale("en").territories, "US": "United States of America"}


def country_name(code: str) -> str:
    """The English name of an ISO 3166 country."""
    return _territories().get(code, code)
