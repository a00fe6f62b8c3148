"""When products and collections are published, and which products are kept out of lists: shoppers cannot ask for this.

Only IDs and dates are read with the app's token. What pages show is read as a shopper.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from storefront.saleor.app.installation import OPERATIONS_DIR
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations
from storefront.saleor.types.base import Answer, Page

PAGE_SIZE = 100
"""Saleor's maximum."""


class _Channel(Answer, frozen=True):
    slug: str


class _ChannelListing(Answer, frozen=True):
    channel: _Channel
    is_published: bool
    published_at: datetime | None = None


class Publication(Answer, frozen=True):
    """A product or collection with its publication in every channel; a collection has no `updated_at`."""

    id: str
    updated_at: datetime | None = None
    channel_listings: tuple[_ChannelListing, ...] | None = None

    def is_published(self, channel: str, *, at: datetime) -> bool:
        """Whether a channel shows it at this time."""
        listings = (each for each in self.channel_listings or () if each.channel.slug == channel)
        return any(each.is_published and (each.published_at or at) <= at for each in listings)

    def published_at(self, channel: str) -> datetime | None:
        """When it is published in a channel; None if the merchant set no date, or does not publish it."""
        listings = (each for each in self.channel_listings or () if each.channel.slug == channel)
        return next((each.published_at for each in listings if each.is_published), None)


def unlisted_products(channel: str, *, app: Credentials) -> Iterator[Publication]:
    """Yield the products that the merchant keeps out of lists in a channel. Raises SaleorError."""
    return _every("ProductsWhere", channel=channel, app=app, where={"isVisibleInListing": False})


def products_by_id(product_ids: Sequence[str], *, channel: str, app: Credentials) -> Iterator[Publication]:
    """Yield those of these products that a channel has, published or not. Raises SaleorError."""
    for start in range(0, len(product_ids), PAGE_SIZE):
        batch = list(product_ids[start : start + PAGE_SIZE])
        yield from _every("ProductsWhere", channel=channel, app=app, where={"ids": batch})


def products_published_after(moment: datetime, *, channel: str, app: Credentials) -> dict[str, datetime]:
    """Return the products that a channel publishes later, by ID. Raises SaleorError."""
    return _published_after(moment, "LatestProducts", channel=channel, app=app)


def collections_published_after(moment: datetime, *, channel: str, app: Credentials) -> dict[str, datetime]:
    """Return the collections that a channel publishes later, by ID. Raises SaleorError."""
    return _published_after(moment, "LatestCollections", channel=channel, app=app)


def _published_after(moment: datetime, name: str, *, channel: str, app: Credentials) -> dict[str, datetime]:
    """The latest come first, so that one page is enough where few are scheduled."""
    found = {}
    for each in _every(name, channel=channel, app=app):
        date = each.published_at(channel)
        if date is not None and date <= moment:
            break
        if date is not None:
            found[each.id] = date
    return found


def _every(
    name: str, *, channel: str, app: Credentials, where: Mapping[str, object] | None = None
) -> Iterator[Publication]:
    asked = {"channel": channel, "first": PAGE_SIZE, **({"where": where} if where else {})}
    after: str | None = None
    while True:
        variables = {**asked, "after": after}
        page = api.execute(operations(OPERATIONS_DIR)[name], Page[Publication], variables, caller=app)
        yield from page.nodes
        if not page.page_info.has_next_page or page.page_info.end_cursor == after:
            return
        after = page.page_info.end_cursor
