"""What each market's law asks for and the merchant does not state."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.catalog.duties.unmet_duties import MarketDuties, duties_of
from storefront.catalog.models import Listing, Product
from storefront.core.markets import all_markets
from storefront.dashboard.notes import Level, Note, Panel
from storefront.merchant.duties.unmet import product_duties

SHOWN = 20  # products named for a market; the rest are counted


def duty_panels() -> Iterator[Panel]:
    """Return the unmet duties of each market, the whole shop's first: a query for each market."""
    notes = tuple(note for market in all_markets() for note in _of_market(duties_of(market)))
    yield Panel(title=_("Legal duties"), notes=notes)


def product_duty_panels(product_id: str) -> Iterator[Panel]:
    """Return what keeps one product from being sold in each market that lists it: two queries."""
    product = Product.objects.with_category().filter(saleor_id=product_id).first()
    if product is None:
        return
    channels = set(Listing.objects.filter(product=product, published=True).values_list("channel", flat=True))
    notes = tuple(
        Note(level=Level.ERROR, text=f"{market.label}: {unmet.sentence}")
        for market in all_markets()
        if market.channel in channels
        for unmet in product_duties(product.facts, market, product_id=product_id)
    )
    fine = Note(level=Level.OK, text=_("It may be sold in every market that lists it."))
    yield Panel(title=_("Legal duties"), notes=notes or (fine,))


def _of_market(found: MarketDuties) -> Iterator[Note]:
    place = found.market.label
    if found.is_met:
        yield Note(level=Level.OK, text=_("%(market)s: every duty is met.") % {"market": place})
    for unmet in found.shop:
        yield Note(level=Level.ERROR, text=f"{place}: {unmet.sentence}")
    for product in found.products[:SHOWN]:
        for unmet in product.unmet:
            yield Note(level=Level.ERROR, text=f"{place}, {product.name}: {unmet.sentence}")
    more = len(found.products) - SHOWN
    if more > 0:
        yield Note(level=Level.INFO, text=ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more})
