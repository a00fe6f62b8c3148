"""Emails pass axe and are readable in light and dark mailboxes."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from storefront.emails import outbox, sending
from storefront.emails.kinds.follow_up import CARE_AND_USE
from storefront.emails.models import EmailPayload
from storefront.emails.outbox import ORDER_PLACED
from storefront.emails.webhooks import ORDER_SENT, SET_PASSWORD
from storefront.saleor.types import Order
from tests.browser.conftest import OpenPage
from tests.emails.conftest import order

__all__ = ["order"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LINK = "https://shop.example/account/confirm/?token=secret"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_emails(open_page: OpenPage, order: Order, scheme: Literal["light", "dark"]) -> None:
    page = open_page(phone=True, scripts=True)
    page.emulate_media(color_scheme=scheme)
    for kind, payload in (
        (SET_PASSWORD, EmailPayload(to="sam@example.com", link=LINK)),
        (ORDER_PLACED, EmailPayload(order_id=order.id)),
        (
            ORDER_SENT,
            EmailPayload(order_id=order.id, tracking_number="AB 1", values={"follow_up_link": LINK}),
        ),
        (CARE_AND_USE, EmailPayload(order_id=order.id)),
    ):
        email = outbox.enqueue(kind, payload, language="en-gb", dedupe_key=scheme)
        assert email is not None
        sending.send(email.pk)
        message = mail.outbox[-1]
        assert isinstance(message, EmailMultiAlternatives)
        page.set_content(str(message.alternatives[0][0]))

        found = Axe().run(page)

        assert not found.response["violations"], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), kind
