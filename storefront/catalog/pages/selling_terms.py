"""What holds for every offer of a market: whether prices include tax, what delivery costs, and how long it takes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from storefront.addresses.formatting import country_name
from storefront.catalog.models import DeliveryTerms, TaxDisplay
from storefront.catalog.models.delivery_terms import TAG
from storefront.core.markets import Market, is_in_european_union
from storefront.core.templatetags.shop import money
from storefront.core.text.localized_text import LocalizedText, pick_translation, readers_language
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.unmet import seller_of
from storefront.merchant.identity import Merchant
from storefront.merchant.policies.kinds import PolicyKind
from storefront.merchant.policies.selectors import policy_url
from storefront.merchant.statements import working_days
from storefront.page_cache.process_values import ProcessValue
from storefront.saleor.types import Country, ListedDelivery, Money

_VAT_COUNTRIES = frozenset({"GB", "NO", "CH", "IS", "LI"})
_SALES_TAX_COUNTRIES = frozenset({"US"})
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SellingTerms:
    """The terms of one market. `deliveries` are Saleor's shipping methods to its country; none where not known.

    Unless it `has_shown_prices`, their prices may lack tax that is shown, or hold tax that is not.
    """

    market: Market
    seller: Seller
    deliveries: tuple[ListedDelivery, ...] = ()
    has_shown_prices: bool = True
    country_codes: tuple[str, ...] = ()
    delivery_url: str = ""

    @property
    def merchant(self) -> Merchant:
        """Who sells in the market."""
        return self.seller.merchant

    @property
    def open_deliveries(self) -> tuple[ListedDelivery, ...]:
        """The deliveries that every order may choose, the cheapest first."""
        chosen = (each for each in self.deliveries if not _amount(each.minimum_order_price))
        return tuple(sorted(chosen, key=lambda each: each.price.amount))

    @property
    def lowest_delivery(self) -> Money | None:
        """The lowest cost of delivery of a small order; None if it is not known."""
        return self.open_deliveries[0].price if self.open_deliveries and self.has_shown_prices else None

    @property
    def free_delivery_from(self) -> Money | None:
        """The sum of an order from which its delivery is free; None if there is none or it is not known."""
        stated = self.merchant.free_delivery_from
        if stated is not None:
            return Money(amount=stated, currency=self.market.currency)
        sums = [each.minimum_order_price for each in self.deliveries if not each.price.amount]
        return min((sum_ for sum_ in sums if sum_ and sum_.amount), key=lambda sum_: sum_.amount, default=None)

    @property
    def is_delivery_flat(self) -> bool:
        """Whether every delivery costs the same."""
        return len({each.price.amount for each in self.deliveries}) == 1

    @property
    def delivery_cost(self) -> str:
        """What delivery adds to a price, in a few words."""
        lowest = self.lowest_delivery
        if lowest is None:
            return _("plus delivery")
        if self.is_delivery_flat and not lowest.amount:
            return _("delivery is free")
        if self.is_delivery_flat:
            return _("plus %(sum)s delivery") % {"sum": money(lowest)}
        return _("plus delivery from %(sum)s") % {"sum": money(lowest)}

    @property
    def delivery_sum(self) -> str:
        """What delivery costs, as a sum or the lowest one; empty if that is not known."""
        lowest = self.lowest_delivery
        if lowest is None:
            return ""
        return money(lowest) if self.is_delivery_flat else _("from %(sum)s") % {"sum": money(lowest)}

    @property
    def delivery_countries(self) -> tuple[str, ...]:
        """Where the merchant delivers, as they state, else where Saleor ships; the market's own country first."""
        codes = self.merchant.delivery_countries or self.country_codes
        names = {code: country_name(Country(code=code, country=code)) for code in codes}
        return tuple(names[code] for code in sorted(names, key=lambda code: (code != self.market.country, names[code])))

    @property
    def delivery_details(self) -> str:
        """More on the cost of delivery in a sentence; empty if there is nothing to say."""
        if self._stated_cost:
            return _("Delivery: %(words)s.") % {"words": self._stated_cost}
        return self._free_delivery

    @property
    def delivery_cost_in_full(self) -> str:
        """What delivery costs, for a row of that name: the sum once, and how it is calculated."""
        words = self._stated_cost or self._free_delivery
        return words if self._names_lowest_sum(words) else " · ".join(filter(None, (self.delivery_sum, words)))

    @property
    def _stated_cost(self) -> str:
        return self.merchant.delivery_cost_text.rstrip(".")

    @property
    def _free_delivery(self) -> str:
        free_from = self.free_delivery_from
        return _("Delivery is free from %(sum)s.") % {"sum": money(free_from)} if free_from else ""

    def _names_lowest_sum(self, words: str) -> bool:
        lowest = self.lowest_delivery
        return lowest is not None and lowest.amount in sums_in(words)

    @property
    def delivery_days(self) -> tuple[int, int] | None:
        """The least and most working days until arrival: as the merchant states, else of the cheapest delivery."""
        stated = (self.merchant.delivery_days_min, self.merchant.delivery_days_max)
        cheapest = next(iter(self.open_deliveries), None)
        listed = (cheapest.minimum_delivery_days, cheapest.maximum_delivery_days) if cheapest else (None, None)
        known = [day for day in (stated if any(day is not None for day in stated) else listed) if day is not None]
        return (min(known), max(known)) if known else None

    @property
    def delivery_time(self) -> str:
        """How long delivery takes, in a sentence; empty if that is not known."""
        return _in_sentence(self.days_in_words())

    def days_in_words(self, name: str = "", *, has_preorders: bool = False) -> str:
        """Return how long the delivery of this name takes, else any, in words; empty if that is not known.

        What Saleor states of a delivery that was chosen is closer to it than what the merchant states of all.
        """
        listed = self.delivery_named(name) if name else None
        days = working_days(listed.minimum_delivery_days, listed.maximum_delivery_days) if listed else ""
        days = days or (working_days(*self.delivery_days) if self.delivery_days else "")
        return _("%(days)s from when we have the preordered items") % {"days": days} if days and has_preorders else days

    def time_of(self, name: str, *, has_preorders: bool) -> str:
        """Return how long the delivery of this name takes, in a sentence; empty if that is not known."""
        return _in_sentence(self.days_in_words(name, has_preorders=has_preorders))

    def delivery_named(self, name: str) -> ListedDelivery | None:
        """Return the delivery that still has this name; None if there is none."""
        return next((each for each in self.deliveries if each.name == name), None)


def selling_terms(market: Market) -> SellingTerms:
    """Return the terms of a market. No query once the process has read them; a page needs `merchant_tag`."""
    stored = _delivery_terms.get().get((market.channel, market.country))
    return SellingTerms(
        market=market,
        seller=seller_of(market),
        delivery_url=policy_url(PolicyKind.DELIVERY, market),
        deliveries=stored.deliveries if stored else (),
        has_shown_prices=bool(stored and stored.has_shown_prices),
        country_codes=tuple(stored.countries) if stored else (),
    )


def is_open(market: Market) -> bool:
    """Whether the market's channel is active in Saleor, as last known. No query once the process has read it."""
    stored = _delivery_terms.get().get((market.channel, market.country))
    return stored is None or stored.is_open


def _load() -> dict[tuple[str, str], DeliveryTerms]:
    return {(row.channel, row.country): row for row in DeliveryTerms.objects.all()}


_delivery_terms: ProcessValue[dict[tuple[str, str], DeliveryTerms]] = ProcessValue(_load, tag=TAG, fallback=dict)


def delivery_name(name: str, terms: SellingTerms) -> LocalizedText:
    """Return a shipping method's name in the reader's language, if it still has that name and is translated."""
    found = terms.delivery_named(name)
    translated = found.translations.get(readers_language()) if found else None
    return pick_translation(translated.name if translated else None, name)


def tax_words(tax: TaxDisplay, market: Market) -> str:
    """Say whether prices include tax, in the words of the market's country."""
    if market.country in _SALES_TAX_COUNTRIES:
        words = {
            TaxDisplay.INCLUDED: _("sales tax included"),
            TaxDisplay.ADDED: _("plus sales tax, worked out by your address"),
            TaxDisplay.NONE: _("no sales tax is added"),
        }
    elif market.country in _VAT_COUNTRIES or is_in_european_union(market.country):
        words = {
            TaxDisplay.INCLUDED: _("incl. VAT"),
            TaxDisplay.ADDED: _("plus VAT"),
            TaxDisplay.NONE: _("no VAT is charged"),
        }
    else:
        words = {
            TaxDisplay.INCLUDED: _("tax included"),
            TaxDisplay.ADDED: _("plus tax"),
            TaxDisplay.NONE: _("no tax is added"),
        }
    return words[tax]


def sums_in(words: str) -> set[Decimal]:
    """Return the numbers that a text names, such as 5.90 in "€5,90 in Ireland"."""
    return {Decimal(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", words)}


def _in_sentence(days: str) -> str:
    return _("Delivery time: %(days)s.") % {"days": days} if days else ""


def _amount(price: Money | None) -> Decimal:
    return price.amount if price else _ZERO
