"""Orders that a guest has paid for, and their emails."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from storefront.payments.models import PaymentAttempt
from tests.checkout.purchase import Payer
from tests.replay import replayed


@pytest.fixture
def payer(db: None, commits: None) -> Payer:
    """A guest who has just paid for two items."""
    shopper = Payer()

    def buy() -> None:
        shopper.reach_payment()
        shopper.pay("success")
        mail.outbox.clear()

    replayed(shopper.client, "order", buy)
    return shopper


@pytest.fixture
def number(payer: Payer) -> str:
    """Their order's number."""
    return PaymentAttempt.objects.get().order_number


def emails_to(address: str) -> list[EmailMessage]:
    """The emails to an address."""
    return [email for email in mail.outbox if email.to == [address]]


def order_link(email: EmailMessage) -> str:
    """The path of an email's link to the order."""
    found = re.search(r"(/orders/open/[\w-]+/)", str(email.body))
    assert found
    return found[1]
