"""The payments of a customer, for the download of their data."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

import msgspec
from django.db.models import Q

from storefront.payments.attempts import hash_payer
from storefront.payments.models import PaymentAttempt


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment attempt. The shop never knows the card."""

    tried_at: datetime
    amount: Decimal
    currency: str
    gateway: str
    outcome: str
    order_number: str


def payments_of(*, order_numbers: Collection[str], payer_secret: str | None) -> list[Payment]:
    """Return the attempts that became one of these orders, and those made with the payer secret of a browser."""
    own = Q(order_number__in=order_numbers)
    if payer_secret:
        own |= Q(payer_hash=hash_payer(payer_secret))
    return [
        Payment(
            tried_at=row.created_at,
            amount=row.amount,
            currency=row.currency,
            gateway=row.gateway,
            outcome=row.state,
            order_number=row.order_number,
        )
        for row in PaymentAttempt.objects.filter(own)
    ]
