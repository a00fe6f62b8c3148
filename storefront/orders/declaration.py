"""What somebody declared when they withdrew from a contract: kept sealed, word for word."""

import msgspec
from django.utils.translation import gettext as _


class Declaration(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who withdraws from what. `number`: the order as they named it; `email`: where the receipt goes.

    `things`: what goes back, in words, chosen from the order's lines; `words`: what they wrote of it instead.
    `everything`: the whole contract. `order_id`: the order, when they had it open.
    """

    name: str
    number: str
    email: str
    things: tuple[str, ...] = ()
    words: str = ""
    everything: bool = False
    order_id: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One detail of a declaration, as pages and mails show it."""

    label: str
    value: str


def declaration(statement: Declaration) -> str:
    """The declaration itself, in one sentence."""
    number = {"number": statement.number}
    if statement.everything:
        return _("I withdraw from my whole contract, order %(number)s.") % number
    return _("I withdraw from a part of my contract, order %(number)s.") % number


def rows(statement: Declaration) -> tuple[Row, ...]:
    """Its details."""
    found = [
        Row(label=_("Name"), value=statement.name),
        Row(label=_("Order"), value=statement.number),
        Row(label=_("Email address"), value=statement.email),
        Row(label=_("Declared"), value=declaration(statement)),
    ]
    if statement.things:
        found.append(Row(label=_("What goes back"), value="\n".join(statement.things)))
    if statement.words:
        found.append(Row(label=_("In your words"), value=statement.words))
    return tuple(found)
