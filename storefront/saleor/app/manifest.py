"""The app's manifest, as Saleor reads it."""

from functools import cache
from pathlib import Path

import msgspec

SHOP_ID = "gradual.shop"
VERSION = "0.1.0"
SUBSCRIPTIONS_DIR = Path(__file__).parent / "subscriptions"

ACCOUNT_EVENTS = (
    "ACCOUNT_CONFIRMATION_REQUESTED",
    "ACCOUNT_SET_PASSWORD_REQUESTED",
    "ACCOUNT_CHANGE_EMAIL_REQUESTED",
    "ACCOUNT_EMAIL_CHANGED",
    "ACCOUNT_DELETE_REQUESTED",
)
ORDER_EVENTS = (
    "ORDER_CREATED",
    "ORDER_UPDATED",
    "ORDER_CANCELLED",
    "ORDER_EXPIRED",
    "ORDER_FULFILLED",
    "ORDER_REFUNDED",
    "ORDER_FULLY_REFUNDED",
    "FULFILLMENT_CREATED",
    "FULFILLMENT_APPROVED",
    "FULFILLMENT_CANCELED",
    "FULFILLMENT_TRACKING_NUMBER_UPDATED",
)
# The subject of each webhook (subscriptions/<subject>.graphql) with its events.
EVENTS: dict[str, tuple[str, ...]] = {
    "catalogue": (
        "PRODUCT_CREATED",
        "PRODUCT_UPDATED",
        "PRODUCT_DELETED",
        "PRODUCT_MEDIA_CREATED",
        "PRODUCT_MEDIA_UPDATED",
        "PRODUCT_MEDIA_DELETED",
        "PRODUCT_VARIANT_CREATED",
        "PRODUCT_VARIANT_UPDATED",
        "PRODUCT_VARIANT_DELETED",
        "PRODUCT_VARIANT_STOCK_UPDATED",
        "PRODUCT_VARIANT_OUT_OF_STOCK",
        "PRODUCT_VARIANT_BACK_IN_STOCK",
        "PRODUCT_VARIANT_OUT_OF_STOCK_IN_CHANNEL",
        "PRODUCT_VARIANT_BACK_IN_STOCK_IN_CHANNEL",
        "PRODUCT_VARIANT_DISCOUNTED_PRICE_UPDATED",
        "CATEGORY_CREATED",
        "CATEGORY_UPDATED",
        "CATEGORY_DELETED",
        "COLLECTION_CREATED",
        "COLLECTION_UPDATED",
        "COLLECTION_DELETED",
        "CHANNEL_UPDATED",
        "CHANNEL_STATUS_CHANGED",
        "CHANNEL_DELETED",
        "ATTRIBUTE_UPDATED",
        "ATTRIBUTE_DELETED",
        "TRANSLATION_CREATED",
        "TRANSLATION_UPDATED",
    ),
    "accounts": ACCOUNT_EVENTS,
    "orders": ORDER_EVENTS,
    "transactions": ("CHECKOUT_FULLY_PAID", "CHECKOUT_FULLY_AUTHORIZED"),
}
# Saleor sends an app only the events that its permissions allow. Attribute events need none. MANAGE_DISCOUNTS is left
# out: promotion events come before prices change, and the event that comes with the new price is a product's.
PERMISSIONS = (
    "MANAGE_PRODUCTS",  # products, variants, stock, categories, collections
    "MANAGE_CHANNELS",
    "MANAGE_TRANSLATIONS",
    "MANAGE_USERS",  # emails about accounts
    "MANAGE_ORDERS",  # stock that orders take, emails about orders
    "MANAGE_CHECKOUTS",  # checkouts that are paid
    "HANDLE_PAYMENTS",  # requests for refunds
)


# The permission that staff need for the shop's pages in the Dashboard, which change nothing.
MERCHANT_PERMISSION = "MANAGE_PRODUCTS"


class Extension(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of the shop inside a Dashboard page, at `mount`, for staff with these permissions."""

    label: str
    url: str
    mount: str
    target: str
    identifier: str
    permissions: tuple[str, ...]
    options: dict[str, dict[str, str]]


class Webhook(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An address that Saleor calls: it waits for the response to `sync_events`, and not for `async_events`.

    `query` is the subscription whose result it sends.
    """

    name: str
    target_url: str
    query: str
    sync_events: tuple[str, ...] = ()
    async_events: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An app manifest; `permissions` are Saleor's names. Without `token_target_url` the app gets no token.

    `app_url` is the app's page in the Dashboard.
    """

    id: str
    name: str
    version: str
    about: str
    permissions: tuple[str, ...] = ()
    app_url: str | None = None
    token_target_url: str | None = None
    extensions: tuple[Extension, ...] = ()
    webhooks: tuple[Webhook, ...] = ()


def shop_manifest(*, app_url: str) -> Manifest:
    """Return the shop's manifest for a Saleor that reaches it under `app_url` (with a trailing slash)."""
    return Manifest(
        id=SHOP_ID,
        name="Gradual",
        version=VERSION,
        about="The storefront of Gradual.",
        permissions=PERMISSIONS,
        app_url=f"{app_url}health/",
        token_target_url=f"{app_url}token/",
        extensions=(
            Extension(
                label="In the shop and its guides",
                url=f"{app_url}product/",
                mount="PRODUCT_DETAILS_WIDGETS",
                target="WIDGET",
                identifier="gradual.product",
                permissions=(MERCHANT_PERMISSION,),
                # With POST the token is in no URL, and the widget needs no script.
                options={"widgetTarget": {"method": "POST"}},
            ),
        ),
        webhooks=tuple(
            Webhook(
                name=f"Gradual: {subject}",
                target_url=f"{app_url}events/{subject}/",
                query=subscription(subject),
                async_events=names,
            )
            for subject, names in EVENTS.items()
        ),
    )


@cache
def subscription(subject: str) -> str:
    """Return the query of a webhook, by its file name in `subscriptions`."""
    return (SUBSCRIPTIONS_DIR / f"{subject}.graphql").read_text()
