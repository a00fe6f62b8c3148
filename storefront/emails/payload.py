"""What a letter needs to know. It is kept encrypted, and no longer than until the letter has gone."""

import msgspec

from storefront.saleor.types import Money


class EmailPayload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`to`: the address, or empty for the order's own. `order_id`: an order to be read anew when the letter goes;
    `checkout_id`: a checkout that says to whom.

    `link`: where the letter leads; `care`: where the care and use letter can be taken back; `parcel`: a fulfilment's
    id; `tracking`: its number; `amount`: money sent back.
    `number`: an order's, where the order itself is not read; `rows`: details to set out, each with its label.
    """

    to: str = ""
    order_id: str = ""
    checkout_id: str = ""
    link: str = ""
    care: str = ""
    parcel: str = ""
    tracking: str = ""
    amount: Money | None = None
    number: str = ""
    rows: tuple[tuple[str, str], ...] = ()
