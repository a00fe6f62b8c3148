"""What a letter needs to know. It is kept encrypted, and no longer than until the letter has gone."""

import msgspec

from storefront.saleor.types import Money


class Page(msgspec.Struct, frozen=True):
    """A page of ours to read: its title and its whole address."""

    title: str
    url: str


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`to`: the address, or empty for the order's own. `order_id`: an order to be read anew when the letter goes.

    `link`: where the letter leads; `number`: an order's number; `tracking`: a parcel's; `amount`: money sent back;
    `items`: names of things, for the body only; `at`: a moment in words; `pages`: guides to read.
    """

    to: str = ""
    order_id: str = ""
    link: str = ""
    number: str = ""
    tracking: str = ""
    amount: Money | None = None
    items: tuple[str, ...] = ()
    at: str = ""
    pages: tuple[Page, ...] = ()
