"""Notices and delivery restrictions of several products: for the cart, the payment page and the order email."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.pages.sale_refusals import restrictions_on
from storefront.core.markets import active_market
from storefront.merchant.duties.evaluation import Seller
from storefront.merchant.duties.notices import Notice, notices_for
from storefront.merchant.duties.rules import NoticeKind
from storefront.merchant.identity import merchant_of

_BEFORE_ORDERING = (NoticeKind.LEGAL_GUARANTEE, NoticeKind.COMMERCIAL_GUARANTEE, NoticeKind.PROPOSITION_65)


def notices_of(products: Iterable[Product]) -> tuple[Notice, ...]:
    """Return the notices that the active market's law asks for these products, each once."""
    market, today = active_market(), timezone.localdate()
    picture = merchant_of(market).guarantee_notice
    notices = (
        notice
        for product in products
        for notice in notices_for(product.facts, market.country, on=today, picture=picture)
    )
    return tuple(dict.fromkeys(notices))


def notices_before_ordering(products: Iterable[Product]) -> tuple[Notice, ...]:
    """Return the notices that bear on the decision to order, each once; those on disposal are on the product page."""
    return tuple(notice for notice in notices_of(products) if notice.kind in _BEFORE_ORDERING)


def restricted_deliveries(products: Iterable[Product], seller: Seller) -> tuple[str, ...]:
    """Say which products may not be sent to which part of the market's country."""
    return tuple(dict.fromkeys(_restricted(products, seller)))


def _restricted(products: Iterable[Product], seller: Seller) -> Iterator[str]:
    for product in products:
        for each in restrictions_on(product, seller.country, seller):
            named = {"product": product.translated("name"), "place": each.place_name}
            yield _("%(product)s cannot be sent to %(place)s.") % named
