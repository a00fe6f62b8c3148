"""Where the merchant's record and Saleor's settings say different things about delivery, in English for staff."""

from collections.abc import Iterator
from decimal import Decimal

from storefront.catalog.pages.selling_terms import SellingTerms, selling_terms, sums_in
from storefront.core.markets import Market
from storefront.merchant.statements import working_days
from storefront.saleor.types import ListedDelivery


def contradictions(market: Market) -> tuple[str, ...]:
    """Return a sentence for each contradiction, with what to change. No query once the process has read both."""
    terms = selling_terms(market)
    return (*_of_days(terms), *_of_countries(terms), *_of_cost(terms))


def _of_days(terms: SellingTerms) -> Iterator[str]:
    for each in terms.deliveries:
        least, most = each.minimum_delivery_days, each.maximum_delivery_days
        if least is not None and most is not None and least > most:
            yield (
                f"Saleor's delivery “{each.name}” takes at least {least} and at most {most} days. Correct it there "
                "(Configuration, Shipping)."
            )
    stated = _days(terms.merchant.delivery_days_min, terms.merchant.delivery_days_max)
    for each in terms.open_deliveries[:1]:
        listed = _days(each.minimum_delivery_days, each.maximum_delivery_days)
        if stated and listed and stated != listed:
            yield (
                f"The record says {working_days(*stated)}, Saleor's delivery “{each.name}” {working_days(*listed)}. "
                "Product pages show the first and the payment page the second: state the same in both."
            )


def _of_countries(terms: SellingTerms) -> Iterator[str]:
    unserved = sorted(set(terms.merchant.delivery_countries) - set(terms.country_codes))
    if not unserved or not terms.country_codes:
        return
    if len(unserved) == len(set(terms.merchant.delivery_countries)):
        yield "Saleor ships to no country that the record names, so no address is accepted and nothing can be ordered."
    else:
        yield (
            f"The record names {', '.join(unserved)}, to which Saleor does not ship from this channel. Add a shipping "
            "zone there, or remove it from the record."
        )


def _of_cost(terms: SellingTerms) -> Iterator[str]:
    words = terms.merchant.delivery_cost_text
    named = sums_in(words)
    if named and terms.has_shown_prices and terms.deliveries and not named & _sums(terms.deliveries):
        yield f"The record says “{words}” of delivery, and no delivery in Saleor costs that."


def _sums(deliveries: tuple[ListedDelivery, ...]) -> set[Decimal]:
    return {each.price.amount for each in deliveries}


def _days(least: int | None, most: int | None) -> tuple[int, int] | None:
    known = [day for day in (least, most) if day is not None]
    return (min(known), max(known)) if known else None
