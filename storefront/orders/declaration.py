"""What a person declares when they withdraw from a contract, and how pages, emails and notes show it."""

import msgspec
from django.utils.translation import gettext as _

from storefront.core.markets import active_market
from storefront.merchant.return_right import return_right


class Declaration(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who withdraws from which order, as they entered it.

    `number` names the order in their words; `email` is where the receipt goes. `items` are the items that they return,
    chosen from the order's lines; `words` is what they wrote instead. `is_whole_order` withdraws from everything.
    `order_id` is Saleor's id of the order, if they had it open. `is_to_order_address`: `email` is the order's.
    """

    name: str
    number: str
    email: str
    items: tuple[str, ...] = ()
    words: str = ""
    is_whole_order: bool = False
    order_id: str = ""
    is_to_order_address: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One detail of a declaration."""

    label: str
    value: str


def declaration_sentence(declaration: Declaration) -> str:
    """Return the declaration itself."""
    if return_right(active_market()).is_withdrawal:
        whole = _("I withdraw from my whole contract, order %(number)s.")
        part = _("I withdraw from a part of my contract, order %(number)s.")
    else:
        whole = _("I cancel my whole order, number %(number)s, and send back what has reached me.")
        part = _("I cancel a part of my order, number %(number)s, and send back what has reached me.")
    return (whole if declaration.is_whole_order else part) % {"number": declaration.number}


def declaration_rows(declaration: Declaration) -> tuple[Row, ...]:
    """Return every detail, in the active language."""
    rows = [
        Row(label=_("Name"), value=declaration.name),
        Row(label=_("Order"), value=declaration.number),
        Row(label=_("Email address"), value=declaration.email),
        Row(label=_("Declared"), value=declaration_sentence(declaration)),
    ]
    if declaration.items:
        rows.append(Row(label=_("What goes back"), value="\n".join(declaration.items)))
    if declaration.words:
        rows.append(Row(label=_("In your words"), value=declaration.words))
    return tuple(rows)
