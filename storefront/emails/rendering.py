"""Render an email from its templates: `templates/emails/<kind>/subject.txt`, `body.txt` and `body.html`.

Subjects and preheaders never name a product, nor what kind of shop this is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import override

from storefront.catalog.lines.notes import (
    handover_address,
    is_mixed,
    items_left,
    line_notes,
    parcel_handover,
    parcel_items,
)
from storefront.catalog.lines.products import LineProducts, line_products_of
from storefront.catalog.pages.selling_terms import delivery_name, selling_terms
from storefront.catalog.together.care import Care, care_of
from storefront.core import registry
from storefront.core.markets import active_market, prefix_of
from storefront.core.text.localized_text import LocalizedText
from storefront.core.web.links import PageLink, absolute_url
from storefront.emails.kinds.order_confirmation import characteristics, confirmation, return_rule
from storefront.emails.models import EmailKind, EmailPayload
from storefront.merchant.branding.brand import brand_of
from storefront.merchant.identity import service_email
from storefront.merchant.policies.kinds import PolicyKind
from storefront.merchant.policies.versions import policies_of_order
from storefront.merchant.return_right import return_right
from storefront.saleor.order_state import Handover, handover, payment_state
from storefront.saleor.prices.order_summary import OrderSummary
from storefront.saleor.types import Money, Order, OrderLine

KEPT_LINE_BREAK = "\u2028"  # Unicode's line separator
CONFIRMATION = "order-placed"
"""The kind of email that confirms a contract."""
ATTACHED = (PolicyKind.TERMS, PolicyKind.WITHDRAWAL, PolicyKind.DELIVERY, PolicyKind.PRIVACY)
"""The policies that are sent with it."""
TEMPLATES = ("subject.txt", "body.txt", "body.html")
"""What the folder of each kind of email holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of plain text that is sent with an email."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedEmail:
    """An email ready to be sent; the subject is one line.

    `sender` has the shop's name and the address that emails are from; replies go to the merchant.
    """

    sender: str
    reply_to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailOrderLine:
    """One line of an order; `total` is for all pieces, as the summary counts it.

    `notes` are sentences about the line: a preorder, its main characteristics, whether it can be returned.
    """

    quantity: int
    name: LocalizedText
    variant: LocalizedText
    total: Money
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """Name and variant, for plain text."""
        return f"{self.name} ({self.variant})" if self.variant else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailOrder:
    """An order in an email. `address` is where it goes or is collected, line by line; empty where nothing is sent."""

    lines: tuple[EmailOrderLine, ...]
    summary: OrderSummary
    handover: Handover
    delivery_name: LocalizedText
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailParcel:
    """The parcel of which an email tells: how it is handed over, what it holds, and what of the order is left."""

    handover: Handover
    items: tuple[str, ...]
    left: tuple[str, ...]


def render(kind: str, payload: EmailPayload, order: Order | None, *, language: str) -> RenderedEmail:
    """Render the email of this kind in a market's language.

    `kind` names the template folder (an `EmailKind`); `order` is the order of `payload.order_id`.
    """
    with override(language):
        context = _context(payload, order, language=language)
        subject = " ".join(_render_text(f"emails/{kind}/subject.txt", context).split())
        context["subject"] = subject
        text = _render_text(f"emails/{kind}/body.txt", {**context, "rows": _with_kept_lines(payload.rows)})
        html = _render(f"emails/{kind}/body.html", context, autoescape=True)
        attachments = _policies(order) if kind == CONFIRMATION and order else ()
        sender = formataddr((brand_of(active_market()).name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
        reply_to = service_email(active_market())
    return RenderedEmail(
        sender=sender, reply_to=reply_to, subject=subject, text=_tidy(text), html=html, attachments=attachments
    )


def check_templates(**_: object) -> list[CheckMessage]:
    """Report templates that a declared kind of email lacks."""
    wanted = (f"emails/{kind}/{name}" for kind in sorted(EmailKind.declared) for name in TEMPLATES)
    return [
        Error(f"There is no template {name}.", hint="See docs/howto/add-an-email.md.", id="emails.E001")
        for name in wanted
        if not _exists(name)
    ]


def guides_of(order: Order) -> tuple[PageLink, ...]:
    """Return the guides for the products of an order, in the active market."""
    slugs = {line.variant.product.slug for line in order.lines if line.variant}
    return tuple(registry.guides_of_products.only(slugs))


def _context(payload: EmailPayload, order: Order | None, *, language: str) -> dict[str, object]:
    """Return the variables of the templates. What needs a query is lazy: most emails do not show it."""
    return {
        "language": language,
        "shop_name": brand_of(active_market()).name,
        "site_url": absolute_url(""),
        "home_url": absolute_url(f"{prefix_of(active_market())}/"),
        "link": payload.link,
        "rows": payload.rows,
        "amount": order.total_refunded if order and payload.amount else payload.amount,
        "number": order.number if order else "",
        "tracking_number": _tracking_number(payload, order),
        "payment": payment_state(order) if order else "",
        "handover": handover(order) if order else "",
        "is_mixed": order is not None and is_mixed(order),
        "place": handover_address(order) if order else (),
        "parcel": SimpleLazyObject(lambda: _email_parcel(order, payload.fulfillment_id) if order else None),
        "order": SimpleLazyObject(lambda: _email_order(order) if order else None),
        "returns": return_right(active_market()),
        "confirmation": SimpleLazyObject(lambda: confirmation(order)),
        "care": SimpleLazyObject(lambda: _care(order)),
        "guides": SimpleLazyObject(lambda: guides_of(order) if order else ()),
        **payload.values,
    }


def _policies(order: Order) -> tuple[Attachment, ...]:
    """The policies that were in force when the order was placed, as files that the shopper can keep."""
    return tuple(
        Attachment(name=f"{slugify(policy.title) or policy.kind}.txt", text=f"{policy.title}\n\n{policy.text}\n")
        for policy in policies_of_order(order.id)
        if policy.kind in ATTACHED
    )


def _tracking_number(payload: EmailPayload, order: Order | None) -> str:
    """Return the parcel's present tracking number: it may have changed since the email was written."""
    parcels = order.fulfillments if order else ()
    present = next((parcel.tracking_number for parcel in parcels if parcel.id == payload.fulfillment_id), "")
    return present or payload.tracking_number


def _email_order(order: Order) -> EmailOrder:
    products = line_products_of(order.lines)
    summary = OrderSummary.from_order(order)
    return EmailOrder(
        lines=tuple(
            EmailOrderLine(
                quantity=line.quantity,
                name=(named := products.named(line)).product,
                variant=named.variant,
                total=amount.total,
                notes=_notes(line, products),
            )
            for line, amount in zip(order.lines, summary.lines, strict=True)
        ),
        summary=summary,
        handover=handover(order),
        delivery_name=delivery_name(order.shipping_method_name or "", selling_terms(active_market())),
        address=handover_address(order),
    )


def _notes(line: OrderLine, products: LineProducts) -> tuple[str, ...]:
    notes = (*line_notes(line), characteristics(line, products), return_rule(line, products))
    return tuple(note for note in notes if note)


def _care(order: Order | None) -> Care:
    return care_of(tuple(line_products_of(order.lines).products.values()) if order else ())


def _email_parcel(order: Order, fulfillment_id: str) -> EmailParcel:
    products = line_products_of(order.lines)
    parcel = next((parcel for parcel in order.fulfillments if parcel.id == fulfillment_id), None)
    return EmailParcel(
        handover=parcel_handover(order, parcel),
        items=parcel_items(order, parcel, products),
        left=items_left(order, products),
    )


def _render_text(template: str, context: dict[str, object]) -> str:
    return _render(template, context, autoescape=False)


def _render(template: str, context: dict[str, object], *, autoescape: bool) -> str:
    return Engine.get_default().get_template(template).render(Context(context, autoescape=autoescape))


def _with_kept_lines(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Mark the line breaks in a person's own words, so that `_tidy` keeps their empty lines."""
    return tuple((label, value.replace("\r\n", "\n").replace("\n", KEPT_LINE_BREAK)) for label, value in rows)


def _tidy(text: str) -> str:
    """Remove the whitespace that template tags leave: at the ends of lines, and more than one empty line."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip().replace(KEPT_LINE_BREAK, "\n") + "\n"


def _exists(template: str) -> bool:
    try:
        Engine.get_default().get_template(template)
    except TemplateDoesNotExist:
        return False
    return True
