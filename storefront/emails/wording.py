"""What each letter says. Subjects and preheaders never name a product, nor what kind of shop this is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from storefront.core.links import PageLink, absolute_url
from storefront.core.templatetags.shop import money
from storefront.emails import follow_up
from storefront.emails.models import EmailKind, EmailPayload
from storefront.emails.order_summary import Statement
from storefront.emails.order_summary import of as set_out
from storefront.saleor.types import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """The one thing that the reader can do."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A letter in words: `preheader` is what a mailbox shows beside the subject; `order` and `rows` are shown as
    tables, `reading` as a list.
    """

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = ()
    button: Button | None = None
    order: Statement | None = None
    reading: tuple[PageLink, ...] = ()
    after_heading: str = ""
    after: tuple[str, ...] = ()


def of(kind: EmailKind, content: EmailPayload, order: Order | None) -> Said:
    """The letter of this kind, in the language that is active."""
    return _SAID[kind](content, order)


def _confirm_account(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Confirm your email address"),
        preheader=_("One press of a button, and your account is ready."),
        heading=_("Confirm your email address"),
        paragraphs=(_("Somebody, most likely you, made an account with this address."),),
        button=Button(label=_("Confirm my address"), url=content.link),
        after=(_("If it was not you, there is nothing you need to do."),),
    )


def _set_password(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Choose a new password"),
        preheader=_("The link works once, for a short time."),
        heading=_("Choose a new password"),
        paragraphs=(_("Somebody, most likely you, asked for a new password."),),
        button=Button(label=_("Choose a new password"), url=content.link),
        after=(_("If it was not you, there is nothing you need to do: your password stays as it is."),),
    )


def _confirm_new_email(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Confirm your new email address"),
        preheader=_("One press of a button, and your account has this address."),
        heading=_("Confirm your new email address"),
        paragraphs=(_("Somebody, most likely you, asked for their account to move to this address."),),
        button=Button(label=_("Use this address"), url=content.link),
        after=(_("If it was not you, there is nothing you need to do."),),
    )


def _email_changed(_content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Your email address has changed"),
        preheader=_("Your account has another address now."),
        heading=_("Your email address has changed"),
        paragraphs=(
            _("Your account has another email address now. You sign in with that one."),
            _("If it was not you, write to us at once by answering this mail."),
        ),
    )


def _confirm_deletion(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Delete your account?"),
        preheader=_("Nothing is deleted until you say so."),
        heading=_("Delete your account?"),
        paragraphs=(
            _("Somebody, most likely you, asked us to delete your account."),
            _("Your addresses and your sign-in go for good. Past orders stay as long as tax law asks for."),
        ),
        button=Button(label=_("Go on to delete it"), url=content.link),
        after=(_("If it was not you, there is nothing you need to do: your account stays."),),
    )


def _order_placed(_content: EmailPayload, order: Order | None) -> Said:
    number = order.number if order else ""
    next_: tuple[str, ...] = (_("Something is not right? Answer this mail."),)
    if order and order.shipping_address:
        next_ = (_("It comes in a plain parcel with a neutral sender. We write again when it is sent."), *next_)
    if order and not order.is_paid:
        next_ = (_("We wait for the payment to settle, and start to pack when it has."), *next_)
    return Said(
        subject=_("Your order %(number)s is placed") % {"number": number},
        preheader=_("Thank you. This is what happens next."),
        heading=_("Your order %(number)s is placed") % {"number": number},
        paragraphs=(_("Thank you. This is what you ordered."),),
        order=set_out(order) if order else None,
        button=_returns(),
        after_heading=_("What happens next"),
        after=next_,
    )


def _returns() -> Button:
    """Where somebody withdraws: also who has no account, and all the time that they can."""
    return Button(label=_("Returns, and withdrawing"), url=absolute_url(reverse("orders:returns")))


def _payment_refused(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Your payment did not go through"),
        preheader=_("Nothing was charged. Your cart is kept."),
        heading=_("Your payment did not go through"),
        paragraphs=(
            _(
                "Your bank or card company said no in the end, or did not get the answer that it asked for. "
                "Nothing was charged, and no order was placed."
            ),
            _("Your cart is kept, in the browser that you used. You can try again, or pay in another way."),
        ),
        button=Button(label=_("Look in my cart"), url=content.link),
    )


def _payment_released(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Your payment goes back to you"),
        preheader=_("No order was placed. You need not do anything."),
        heading=_("Your payment goes back to you"),
        paragraphs=(
            _("Your payment came through, but we could not make an order of it. Nothing will be sent."),
            _("All of it goes back the way you paid. Banks take up to ten working days to show it."),
            _("You need not do anything. What is still to be had waits in your cart, in the browser that you used."),
        ),
        button=Button(label=_("Look in my cart"), url=content.link),
    )


def _order_sent(content: EmailPayload, order: Order | None) -> Said:
    number = order.number if order else ""
    tracking = _tracking(content, order)
    told = (_("Its tracking number is %(number)s.") % {"number": tracking},) if tracking else ()
    asked = (_("Tomorrow we send you the reading that you asked for. If you do not want it any more, say so:"),)
    return Said(
        subject=_("Your order %(number)s is on its way") % {"number": number},
        preheader=_("A plain parcel with a neutral sender."),
        heading=_("Your order %(number)s is on its way") % {"number": number},
        paragraphs=(
            _("A parcel has left us. It is plain, and its sender is neutral."),
            *told,
            *(asked if content.follow_up_link else ()),
        ),
        button=_about_reading(content) if content.follow_up_link else _returns(),
        after=(_("An order may come in more than one parcel; we write for each of them."),),
    )


def _about_reading(content: EmailPayload) -> Button:
    return Button(label=_("About that reading"), url=content.follow_up_link)


def _tracking_number(content: EmailPayload, order: Order | None) -> Said:
    number = order.number if order else ""
    return Said(
        subject=_("The tracking number of your order %(number)s") % {"number": number},
        preheader=_("For the parcel that is on its way."),
        heading=_("The tracking number of your order %(number)s") % {"number": number},
        paragraphs=(
            _("The parcel of which we wrote has this tracking number now: %(number)s.")
            % {"number": _tracking(content, order)},
        ),
    )


def _tracking(content: EmailPayload, order: Order | None) -> str:
    """The parcel's number as it is now; a letter may go out after it has changed."""
    parcels = order.fulfillments if order else ()
    return (
        next((one.tracking_number for one in parcels if one.id == content.fulfillment_id), "")
        or content.tracking_number
    )


def _order_refunded(content: EmailPayload, order: Order | None) -> Said:
    number = order.number if order else ""
    sum_ = money(content.amount)
    return Said(
        subject=_("Money back for your order %(number)s") % {"number": number},
        preheader=_("It goes back the way you paid."),
        heading=_("Money back for your order %(number)s") % {"number": number},
        paragraphs=(
            _("In all, %(sum)s of this order has been sent back, the way you paid.") % {"sum": sum_},
            _("Banks take up to ten working days to show it."),
        ),
    )


def _order_cancelled(content: EmailPayload, order: Order | None) -> Said:
    number = order.number if order else ""
    return Said(
        subject=_("Your order %(number)s is cancelled") % {"number": number},
        preheader=_("Nothing of it will be sent."),
        heading=_("Your order %(number)s is cancelled") % {"number": number},
        paragraphs=(
            _("Nothing of it will be sent. If you have paid, the money goes back the same way. We write again then."),
        ),
    )


def _care_and_use(_content: EmailPayload, order: Order | None) -> Said:
    number = order.number if order else ""
    return Said(
        subject=_("The reading that you asked for, order %(number)s") % {"number": number},
        preheader=_("How to use it well, and how to care for it."),
        heading=_("Care and use"),
        paragraphs=(_("You asked us for this when you placed order %(number)s.") % {"number": number},),
        reading=follow_up.guides_of(order) if order else (),
        after=(
            _("Read the maker’s instructions too. If something hurts, stop."),
            _("This is the only letter of this kind. Nothing more comes, and there is no list that you are on."),
        ),
    )


def _order_link(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Look at your order %(number)s") % {"number": content.order_number},
        preheader=_("The link works for one hour."),
        heading=_("Look at your order %(number)s") % {"number": content.order_number},
        paragraphs=(
            _("Somebody, most likely you, asked to see this order. The link opens it and no other, for one hour."),
        ),
        button=Button(label=_("Open my order"), url=content.link),
        after=(_("If it was not you, there is nothing you need to do: only who reads this mailbox can open it."),),
    )


def _withdrawal_received(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("We have received your withdrawal"),
        preheader=_("This is your receipt. Keep it."),
        heading=_("We have received your withdrawal"),
        paragraphs=(_("This is your receipt for what you declared, with the moment when it reached us. Keep it."),),
        rows=content.rows,
        after_heading=_("What happens next"),
        after=(
            _(
                "Send back what has reached you within 14 days from today. You pay the postage, unless something is "
                "faulty or is not what you ordered."
            ),
            _(
                "We send the money back the way you paid, with what standard delivery costs, within 14 days. "
                "We may wait until the parcel or proof of its posting is here."
            ),
            _("Something sealed for hygiene can go back only while its seal is whole. Faults are always covered."),
            _("Something is not right? Answer this mail."),
        ),
    )


def _withdrawal_told(content: EmailPayload, _order: Order | None) -> Said:
    return Said(
        subject=_("Withdrawal from order %(number)s") % {"number": content.order_number},
        preheader=_("The customer has a receipt."),
        heading=_("Withdrawal from order %(number)s") % {"number": content.order_number},
        paragraphs=(
            _(
                "Somebody withdrew from a contract on the shop's pages, and has been sent a receipt. Number and "
                "address are what they typed: look whether they belong together."
            ),
        ),
        rows=content.rows,
    )


_SAID: Mapping[EmailKind, Callable[[EmailPayload, Order | None], Said]] = {
    EmailKind.CONFIRM_ACCOUNT: _confirm_account,
    EmailKind.SET_PASSWORD: _set_password,
    EmailKind.CONFIRM_NEW_EMAIL: _confirm_new_email,
    EmailKind.EMAIL_CHANGED: _email_changed,
    EmailKind.CONFIRM_DELETION: _confirm_deletion,
    EmailKind.ORDER_PLACED: _order_placed,
    EmailKind.PAYMENT_REFUSED: _payment_refused,
    EmailKind.PAYMENT_REFUNDED: _payment_released,
    EmailKind.ORDER_SENT: _order_sent,
    EmailKind.TRACKING_NUMBER: _tracking_number,
    EmailKind.ORDER_REFUNDED: _order_refunded,
    EmailKind.ORDER_CANCELLED: _order_cancelled,
    EmailKind.CARE_AND_USE: _care_and_use,
    EmailKind.ORDER_LINK: _order_link,
    EmailKind.WITHDRAWAL_RECEIVED: _withdrawal_received,
    EmailKind.WITHDRAWAL_NOTICE: _withdrawal_told,
}
