"""How much each gift card paid for an order. Only the shop's own app can read that (MANAGE_ORDERS)."""

import logging
from decimal import Decimal

import msgspec

from storefront.saleor.app.installation import app_credentials
from storefront.saleor.client import api, errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import Money, Order, OrderWithGiftCards

logger = logging.getLogger(__name__)

_ZERO = Decimal(0)


class _Balance(msgspec.Struct, frozen=True, rename="camel"):
    current_balance: Money
    old_current_balance: Money | None = None


class _Used(msgspec.Struct, frozen=True):
    balance: _Balance | None = None


class _GiftCard(msgspec.Struct, frozen=True):
    id: str
    events: tuple[_Used, ...]

    @property
    def paid(self) -> Decimal:
        """By how much the order lowered the balance."""
        balances = [event.balance for event in self.events if event.balance]
        lowered = (
            each.old_current_balance.amount - each.current_balance.amount
            for each in balances
            if each.old_current_balance
        )
        return sum(lowered, _ZERO)


class _GiftCards(msgspec.Struct, frozen=True, rename="camel"):
    gift_cards: tuple[_GiftCard, ...]


def with_amounts(order: Order) -> Order:
    """Return the order with what its gift cards paid, in one request if it has any.

    The order stays as it is where the shop is not installed as an app, or Saleor does not answer.
    """
    app = app_credentials() if order.gift_cards else None
    if app is None:
        return order
    try:
        paid = amounts_of(order.id, app=app)
    except errors.SaleorError as error:
        logger.warning("The amounts of an order's gift cards cannot be read: %s", type(error).__name__)
        return order
    told = {name: getattr(order, name) for name in order.__struct_fields__}
    total = Money(amount=sum(paid.values(), _ZERO), currency=order.total.gross.currency)
    return OrderWithGiftCards(**told, gift_cards_paid=total)


def amounts_of(order_id: str, *, app: Credentials) -> dict[str, Decimal]:
    """Return what each gift card paid for an order, by the card's ID. `app` needs MANAGE_ORDERS."""
    wanted = {"type": "USED_IN_ORDER", "orders": [order_id]}
    found = api.query_or_none("OrderGiftCards", _GiftCards, id=order_id, filter=wanted, caller=app)
    return {card.id: card.paid for card in found.gift_cards} if found else {}
