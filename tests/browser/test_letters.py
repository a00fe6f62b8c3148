"""Letters pass axe and can be read, as light and as dark mailboxes show them."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from storefront.mail import letters, sending
from storefront.mail.content import Content
from storefront.mail.models import Kind
from storefront.saleor.types import Order
from tests.browser.conftest import OpenPage
from tests.mail.conftest import order

__all__ = ["order"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LINK = "https://shop.example/account/confirm/?token=secret"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_letters(open_page: OpenPage, order: Order, scheme: Literal["light", "dark"]) -> None:
    page = open_page(phone=True, scripts=True)
    page.emulate_media(color_scheme=scheme)
    for kind, content in (
        (Kind.SET_PASSWORD, Content(to="sam@example.com", link=LINK)),
        (Kind.ORDER_PLACED, Content(order_id=order.id)),
        (Kind.ORDER_SENT, Content(order_id=order.id, care=LINK, tracking="AB 1")),
        (Kind.CARE_AND_USE, Content(order_id=order.id)),
    ):
        letter = letters.post(kind, content, language="en-gb", once=scheme)
        assert letter is not None
        sending.send(letter.pk)
        message = mail.outbox[-1]
        assert isinstance(message, EmailMultiAlternatives)
        page.set_content(str(message.alternatives[0][0]))

        found = Axe().run(page)

        assert not found.response["violations"], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), kind
