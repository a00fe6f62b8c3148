"""What the sandbox tells the shop, as Saleor tells an installed app: the same subjects, the same payloads.

Nothing is signed on the way, because nothing travels: the shop's listeners are called in process.
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec

from storefront.saleor.app.events import deliver
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Checkout, Customer, Fulfillment, Order

_FOR_ANYBODY = ("AccountConfirmationRequested", "AccountSetPasswordRequested")


def account(
    kind: str, customer: Customer, *, channel: str, token: str = "", redirect_url: str = "", new_email: str = ""
) -> None:
    """An account event; `kind` is its type in Saleor's schema. The token, and where nobody is signed in the address,
    are put into `redirect_url`."""
    query = {"email": customer.email} if kind in _FOR_ANYBODY else {}
    told = {
        "user": {"id": global_id("User", customer.pk), "email": customer.email},
        "channel": {"slug": channel},
        "token": token,
        "redirectUrl": _leading_on(redirect_url, **query, token=token),
        "newEmail": new_email,
    }
    _tell("accounts", kind, told)


def order(kind: str, row: Order, *, parcel: Fulfillment | None = None) -> None:
    """An order event."""
    lines = row.lines.select_related("variant").values_list("variant__product_id", flat=True)
    told: dict[str, object] = {
        "order": {
            "id": global_id("Order", row.token),
            "checkoutId": global_id("Checkout", row.checkout_token),
            "channel": {"slug": row.channel.slug},
            "totalRefunded": {"amount": 0, "currency": row.currency},
            "lines": [{"variant": {"id": "", "product": {"id": global_id("Product", key)}}} for key in lines if key],
        }
    }
    if parcel is not None:
        told["fulfillment"] = {
            "id": global_id("Fulfillment", parcel.pk),
            "status": "FULFILLED",
            "trackingNumber": parcel.tracking_number,
        }
        told["notifyCustomer"] = True
    _tell("orders", kind, told)


def fully_paid(row: Checkout) -> None:
    """That a checkout's money is there."""
    _tell("transactions", "CheckoutFullyPaid", {"checkout": {"id": global_id("Checkout", row.token)}})


def _leading_on(url: str, **query: str) -> str:
    """The address with these behind what it asks already, as Saleor writes it."""
    parts = urlsplit(url)
    return parts._replace(query="&".join(filter(None, (parts.query, urlencode(query))))).geturl()


def _tell(subject: str, kind: str, told: Mapping[str, object]) -> None:
    deliver(subject, kind, msgspec.json.encode({"__typename": kind, **told}))
