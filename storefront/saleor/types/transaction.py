"""A transaction as the shop's app reads it: what is held, what is undecided, what was refunded."""

from decimal import Decimal

from storefront.saleor.types.base import Answer, GrossMoney, Money

_BACK_ASKED = frozenset({"REFUND_REQUEST", "CANCEL_REQUEST"})
_BACK_ANSWERED = frozenset({"REFUND_SUCCESS", "REFUND_FAILURE", "CANCEL_SUCCESS", "CANCEL_FAILURE"})


class MoneyEvent(Answer, frozen=True):
    """An event of a transaction; the request that started it carries its idempotency key."""

    type: str | None = None
    idempotency_key: str | None = None


class PaidOrder(Answer, frozen=True):
    """The order that was paid for. Its `id` is a bearer secret."""

    id: str
    number: str
    total: GrossMoney


class PaidCheckout(Answer, frozen=True):
    """The checkout that was paid for, while it is not an order. Its `id` is a bearer secret."""

    id: str
    email: str | None = None


class TransactionState(Answer, frozen=True):
    """Amounts of one transaction in major units; `events` are in Saleor's order, newest first."""

    id: str
    charged_amount: Money
    authorized_amount: Money
    charge_pending_amount: Money
    authorize_pending_amount: Money
    refund_pending_amount: Money
    cancel_pending_amount: Money
    events: tuple[MoneyEvent, ...]
    order: PaidOrder | None = None
    checkout: PaidCheckout | None = None

    @property
    def held(self) -> Decimal:
        """Return what is charged or authorized and not being refunded."""
        return self.charged_amount.amount + self.authorized_amount.amount

    @property
    def is_undecided(self) -> bool:
        """Return whether some amount may still be taken or is still being refunded."""
        return any(
            money.amount > 0
            for money in (
                self.charge_pending_amount,
                self.authorize_pending_amount,
                self.refund_pending_amount,
                self.cancel_pending_amount,
            )
        )

    @property
    def is_refund_requested(self) -> bool:
        """Return whether a refund was requested and not answered yet, which the amounts do not show."""
        about = [event.type for event in self.events if event.type in _BACK_ASKED | _BACK_ANSWERED]
        return bool(about) and about[0] in _BACK_ASKED

    def is_by(self, key: str) -> bool:
        """Return whether it was requested with this idempotency key."""
        return any(event.idempotency_key == key for event in self.events)
