"""Who the shop's app is, in the form in which Saleor reads it (an app manifest)."""

from functools import cache
from pathlib import Path

import msgspec

from storefront.saleor.app import event_names

SHOP_ID = "gradual.shop"
VERSION = "0.1.0"
SUBSCRIPTIONS_DIR = Path(__file__).parent / "subscriptions"

# Saleor's async events by the subject under which we hear of them (SALEOR_LISTENERS, subscriptions/<subject>.graphql).
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
    "accounts": event_names.ACCOUNTS,
    "orders": event_names.ORDERS,
    "transactions": ("CHECKOUT_FULLY_PAID", "CHECKOUT_FULLY_AUTHORIZED"),
}
# Each is what Saleor asks of an app for some of these events (docs/decisions/0009-fresh-within-seconds.md).
PERMISSIONS = (
    "MANAGE_PRODUCTS",
    "MANAGE_CHANNELS",
    "MANAGE_TRANSLATIONS",
    "MANAGE_USERS",
    "MANAGE_ORDERS",
    "MANAGE_CHECKOUTS",
    "HANDLE_PAYMENTS",
)


# What staff must have for our pages in the Dashboard: they show products and how the shop is, and change nothing.
MERCHANT_PERMISSION = "MANAGE_PRODUCTS"


class Extension(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of ours inside a page of the Dashboard's, at the place `mount`, for staff who have `permissions`."""

    label: str
    url: str
    mount: str
    target: str
    identifier: str
    permissions: tuple[str, ...]
    options: dict[str, dict[str, str]]


class Webhook(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One address that Saleor calls: for `sync_events` it waits for the answer, of `async_events` it only tells.

    `query` is the subscription whose answer it sends.
    """

    name: str
    target_url: str
    query: str
    sync_events: tuple[str, ...] = ()
    async_events: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An app manifest; `permissions` are Saleor's names. Without `token_target_url` the app is given no token.

    `app_url` is the app's own page in the Dashboard.
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
    """The shop's app, reached by Saleor under `app_url` (with a slash at its end)."""
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
                # By POST the token stands in no address, and the widget needs no script.
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
    """The query of an app's webhook, by its name in `subscriptions`."""
    return (SUBSCRIPTIONS_DIR / f"{subject}.graphql").read_text()
