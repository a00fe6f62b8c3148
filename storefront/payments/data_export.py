"""The payments that we remember of a customer, for them to take along."""

from datetime import datetime
from decimal import Decimal

import msgspec
from django.db.models import Q

from storefront.checkout.step_context import OWNER
from storefront.core.data_export import Person
from storefront.payments import transitions
from storefront.payments.models import PaymentAttempt


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One try to pay: no card is ever known here."""

    tried_at: datetime
    amount: Decimal
    currency: str
    way: str
    outcome: str
    order_number: str


def payments_of(person: Person) -> list[Payment]:
    """Those that became an order of theirs, and those that were tried in their browser."""
    secret = person.session.get(OWNER)
    theirs = Q(order_number__in=person.order_numbers)
    if secret:
        theirs |= Q(owner=transitions.hashed(secret))
    return [
        Payment(
            tried_at=row.created_at,
            amount=row.amount,
            currency=row.currency,
            way=row.gateway,
            outcome=row.state,
            order_number=row.order_number,
        )
        for row in PaymentAttempt.objects.filter(theirs)
    ]
