"""Why a product cannot be bought in a market, in words for shoppers: the shop's rules first, then the market's law."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.catalog.models import Product
from storefront.catalog.pages.formatting import humanise, refusal
from storefront.catalog.pages.selling_terms import is_open
from storefront.core.markets import Market
from storefront.merchant.duties.evaluation import Seller, UnmetDuty, unmet_by_product, unmet_by_shop
from storefront.merchant.duties.restrictions import Restriction, restrictions_of
from storefront.safety.facts import ATTRIBUTES

CLOSED = gettext_lazy("The shop is closed for now, so nothing can be ordered. You can read our guides as usual.")


def sale_refusal(product: Product, market: Market, seller: Seller) -> str | None:
    """Return why a product is not for sale in a market; None if it is. `seller` is the market's."""
    never = refusal(product.facts)
    if never is not None:
        return never
    if not is_open(market):
        return str(CLOSED)
    today = timezone.localdate()
    if unmet_by_shop(seller, on=today):
        return _("This shop is not open here yet (%(market)s). You can read everything.") % {"market": market.label}
    return refused_by_law(product, seller, place=market.label)


def refused_by_law(product: Product, seller: Seller, *, place: str) -> str | None:
    """Return which duty about the product is unmet where `seller` sells; None if there is none."""
    unmet = unmet_by_product(product.facts, seller, product_id=product.saleor_id, on=timezone.localdate())
    return _missing_words(unmet, place) if unmet else None


def restrictions_on(product: Product, country: str, seller: Seller) -> tuple[Restriction, ...]:
    """Return the places in a country to which a product may not be sent today."""
    return restrictions_of(
        product.facts, country, on=timezone.localdate(), product_id=product.saleor_id, confirmed=seller.confirmed
    )


def restriction_note(product: Product, market: Market, seller: Seller) -> str:
    """Say to which places of the market's country a product may not be sent; empty where there is none."""
    places = dict.fromkeys(each.place_name for each in restrictions_on(product, market.country, seller))
    if not places:
        return ""
    return _("We cannot send this to %(places)s: the law there forbids it.") % {"places": ", ".join(places)}


def _missing_words(unmet: tuple[UnmetDuty, ...], place: str) -> str:
    slugs = dict.fromkeys(slug for duty in unmet for slug in duty.attributes)
    what = [_(label) if (label := ATTRIBUTES[slug].label) else humanise(slug) for slug in slugs]
    if not what:
        return _("Not for sale here yet (%(place)s): we do not meet all that the law there asks.") % {"place": place}
    return _("Not for sale here yet (%(place)s): the law there asks us to state %(what)s.") % {
        "place": place,
        "what": ", ".join(what),
    }
