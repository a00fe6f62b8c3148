"""Webhooks to the shop, with the subjects and payloads that Saleor sends to an installed app.

They are delivered in process and therefore unsigned.
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec

from storefront.core.registry import WebhookSubject
from storefront.saleor.app.events import deliver
from storefront.sandbox.graphql.global_ids import global_id
from storefront.sandbox.models import Checkout, Customer, Fulfillment, Order

# Events whose link also carries the email, because its visitor is not signed in.
_LINKS_WITH_EMAIL = ("AccountConfirmationRequested", "AccountSetPasswordRequested")


def send_account_event(
    event: str, customer: Customer, *, channel: str, token: str = "", redirect_url: str = "", new_email: str = ""
) -> None:
    """Send an account event; `event` is its type in Saleor's schema. The link is `redirect_url` with the token."""
    query = {"email": customer.email} if event in _LINKS_WITH_EMAIL else {}
    payload = {
        "user": {"id": global_id("User", customer.pk), "email": customer.email},
        "channel": {"slug": channel},
        "token": token,
        "redirectUrl": _with_query(redirect_url, **query, token=token),
        "newEmail": new_email,
    }
    _deliver(WebhookSubject.ACCOUNTS, event, payload)


def send_order_event(event: str, order: Order, *, parcel: Fulfillment | None = None) -> None:
    """Send an order event."""
    products = order.lines.exclude(variant=None).values_list("variant__product_id", flat=True)
    payload: dict[str, object] = {
        "order": {
            "id": global_id("Order", order.token),
            "checkoutId": global_id("Checkout", order.checkout_token),
            "channel": {"slug": order.channel.slug},
            "totalRefunded": {"amount": 0, "currency": order.currency},
            "lines": [{"variant": {"id": "", "product": {"id": global_id("Product", key)}}} for key in products],
        }
    }
    if parcel is not None:
        payload["fulfillment"] = {
            "id": global_id("Fulfillment", parcel.pk),
            "status": parcel.status,
            "trackingNumber": parcel.tracking_number,
        }
        payload["notifyCustomer"] = True
    _deliver(WebhookSubject.ORDERS, event, payload)


def send_fully_paid(checkout: Checkout) -> None:
    """Send that a checkout is paid in full."""
    payload = {"checkout": {"id": global_id("Checkout", checkout.token)}}
    _deliver(WebhookSubject.TRANSACTIONS, "CheckoutFullyPaid", payload)


def _with_query(url: str, **query: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query="&".join(filter(None, (parts.query, urlencode(query))))).geturl()


def _deliver(subject: WebhookSubject, event: str, payload: Mapping[str, object]) -> None:
    deliver(subject, event, msgspec.json.encode({"__typename": event, **payload}))
