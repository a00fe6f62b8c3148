"""Who our two apps are, in the form in which Saleor reads it (an app manifest)."""

from functools import cache
from pathlib import Path

import msgspec

SHOP_ID = "gradual.shop"
TEST_PAYMENTS_ID = "gradual.test-payments"
VERSION = "0.1.0"
SUBSCRIPTIONS_DIR = Path(__file__).parent / "subscriptions"

# Saleor's sync event, the subscription that says what it carries, and the last part of the address it is sent to.
PAYMENT_WEBHOOKS = (
    ("PAYMENT_GATEWAY_INITIALIZE_SESSION", "gateway"),
    ("TRANSACTION_INITIALIZE_SESSION", "initialize"),
    ("TRANSACTION_PROCESS_SESSION", "process"),
    ("TRANSACTION_CHARGE_REQUESTED", "charge"),
    ("TRANSACTION_REFUND_REQUESTED", "refund"),
    ("TRANSACTION_CANCELATION_REQUESTED", "cancelation"),
)


class Webhook(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One address that Saleor calls and waits for: `query` is the subscription whose answer it sends."""

    name: str
    target_url: str
    query: str
    sync_events: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An app manifest; `permissions` are Saleor's names. Without `token_target_url` the app is given no token."""

    id: str
    name: str
    version: str
    about: str
    permissions: tuple[str, ...] = ()
    token_target_url: str | None = None
    webhooks: tuple[Webhook, ...] = ()


def shop_manifest(*, token_url: str) -> Manifest:
    """The shop's app: it may do no more than an anonymous shopper, but is let in where those are shut out."""
    return Manifest(
        id=SHOP_ID,
        name="Gradual",
        version=VERSION,
        about="The storefront of Gradual.",
        token_target_url=token_url,
    )


def payments_manifest(*, webhooks_url: str) -> Manifest:
    """The test payments' app. It never calls Saleor, so it asks for no token. `webhooks_url` ends with a slash."""
    return Manifest(
        id=TEST_PAYMENTS_ID,
        name="Gradual test payments",
        version=VERSION,
        about="Plays a payment provider. It moves no money: never install it in a live shop.",
        permissions=("HANDLE_PAYMENTS",),
        webhooks=tuple(
            Webhook(
                name=event,
                target_url=f"{webhooks_url}{subject}/",
                query=_subscription(subject),
                sync_events=(event,),
            )
            for event, subject in PAYMENT_WEBHOOKS
        ),
    )


@cache
def _subscription(subject: str) -> str:
    return (SUBSCRIPTIONS_DIR / f"{subject}.graphql").read_text()
