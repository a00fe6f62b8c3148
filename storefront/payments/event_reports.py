"""Telling Saleor what has become of a payment, when it was not just asking: by transactionEventReport."""

from dataclasses import dataclass
from decimal import Decimal

from storefront.saleor import errors, payments
from storefront.saleor.app.installation import app_credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One thing to tell: `type` is Saleor's TransactionEventTypeEnum, `amount` in major units.

    `reference` is the payment service's name for it: with the same one and type it is the same thing, told again.
    `actions` is what may be asked for next; None leaves that as it is.
    """

    transaction_id: str
    type: str
    reference: str
    amount: Decimal
    message: str = ""
    actions: tuple[str, ...] | None = None


class NotInstalled(errors.SaleorError):
    """The app of this identifier has no token: it is not installed in the configured Saleor."""


def report(told: Report, *, identifier: str) -> None:
    """Tell Saleor as the app of this identifier; telling it twice changes nothing.

    Raises NotInstalled, Refused (it knows of something else by that reference) or another SaleorError.
    """
    caller = app_credentials(identifier)
    if caller is None:
        raise NotInstalled(f"{identifier} is not installed")
    payments.report(
        told.transaction_id,
        type=told.type,
        reference=told.reference,
        amount=told.amount,
        message=told.message,
        actions=told.actions,
        caller=caller,
    )
