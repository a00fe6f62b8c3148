"""With another name of the shop, no page, feed, file or email names the demo's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from storefront.emails.rendering import render
from storefront.merchant.models import Brand, MerchantProfile
from storefront.merchant.policies.kinds import PolicyKind
from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from tests.checkout.purchase import Payer
from tests.emails.test_rendering import EVERYTHING, KINDS
from tests.project.test_every_address import VALUES, every_address

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

GUIDE = "/guides/gradual-anal-training/"
pytestmark = pytest.mark.django_db
NAME = "Kleine Freude"
# A guide's title and the typeface's file have the word too.
DEMO = re.compile(r"Gradual(?! anal| Serif)|GRADUAL")


@pytest.fixture
def another_brand() -> None:
    brand = Brand.objects.get()
    brand.name = NAME
    brand.save()
    for record in MerchantProfile.objects.all():
        for field in MerchantProfile._meta.get_fields():
            value = getattr(record, field.name)
            if isinstance(value, str):
                setattr(record, field.name, DEMO.sub(NAME, value))
        record.save()


def named(text: str) -> list[str]:
    """Return where a text names the demo's brand."""
    return [text[max(0, found.start() - 60) : found.end() + 20] for found in DEMO.finditer(text)]


@pytest.mark.usefixtures("another_brand")
def test_no_page_of_a_shop_with_another_name_says_the_demos() -> None:
    client = Client(raise_request_exception=False)
    legal = [f"/legal/{kind}/" for kind in PolicyKind]
    paths = [*every_address(VALUES), *legal, GUIDE, *(f"/de-de{path}" for path in ("/", GUIDE, *legal))]

    pages = {path: _text(client.get(path)) for path in paths}

    # The manifest is for Saleor's staff: it names the software.
    del pages["/saleor/manifest.json"]
    assert not {path: found for path, page in pages.items() if (found := named(page))}
    assert NAME in pages["/legal/terms/"]
    assert NAME in pages["/de-de/legal/terms/"]


@pytest.mark.usefixtures("another_brand")
def test_no_step_of_a_purchase_and_no_email_says_the_demos() -> None:
    payer = Payer()
    steps = [
        payer.reach_payment(),
        payer.get("/cart/"),
        payer.get("/checkout/delivery/"),
        payer.pay_and_follow("success"),
    ]
    assert not [found for page in steps for found in named(_text(page))]
    order = orders.get(PaymentAttempt.objects.get().order_id)
    assert order is not None

    for language in ("en-gb", "en-us", "de-de"):
        for kind in KINDS:
            email = render(kind, EVERYTHING, order, language=language)
            assert not named(" ".join((email.sender, email.reply_to, email.subject, email.text, email.html))), kind
            assert NAME in email.sender
            assert not [found for file in email.attachments for found in named(file.text)]


def _text(page: Page) -> str:
    content = b"".join(page) if page.streaming else page.content
    return bytes(content).decode(errors="replace")
