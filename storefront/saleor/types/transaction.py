"""A transaction as the shop's own app sees it: what is held, what is undecided, and whether it was asked back."""

from decimal import Decimal

from storefront.saleor.types.base import Answer, GrossMoney, Money

_BACK_ASKED = frozenset({"REFUND_REQUEST", "CANCEL_REQUEST"})
_BACK_ANSWERED = frozenset({"REFUND_SUCCESS", "REFUND_FAILURE", "CANCEL_SUCCESS", "CANCEL_FAILURE"})


class MoneyEvent(Answer, frozen=True):
    """What happened to the money; the request that began it carries the key it was made with."""

    type: str | None = None
    idempotency_key: str | None = None


class PaidOrder(Answer, frozen=True):
    """The order that the money is for. Its `id` is a bearer secret."""

    id: str
    number: str
    total: GrossMoney


class PaidCheckout(Answer, frozen=True):
    """The checkout that the money is for, as long as it is no order. Its `id` is a bearer secret."""

    id: str
    email: str | None = None


class TransactionState(Answer, frozen=True):
    """Money of one transaction, in major units; `events` as Saleor lists them, the newest first."""

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
        """Taken or reserved, and not yet going back."""
        return self.charged_amount.amount + self.authorized_amount.amount

    @property
    def is_undecided(self) -> bool:
        """Whether some of it may still be taken, or is still going back."""
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
    def is_asked_back(self) -> bool:
        """Whether it was asked back and the payment app has not answered: the amounts do not show that yet."""
        about = [event.type for event in self.events if event.type in _BACK_ASKED | _BACK_ANSWERED]
        return bool(about) and about[0] in _BACK_ASKED

    def is_by(self, key: str) -> bool:
        """Whether it was asked for with this idempotency key."""
        return any(event.idempotency_key == key for event in self.events)
