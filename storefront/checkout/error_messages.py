"""What Saleor's refusals mean at the checkout: one table from (field, code) to a sentence of ours."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.addresses import error_messages as addresses
from storefront.cart import error_messages as cart_sentences
from storefront.payments.models import Reason
from storefront.saleor.errors import MutationError, MutationProblem

_SENTENCES: dict[tuple[str | None, str], Promise] = {
    ("email", "INVALID"): _("Check the email address: something in it is not right."),
    ("email", "REQUIRED"): _("Type your email address."),
    **addresses.SENTENCES,
    (None, "REQUIRED"): _("Fill this in."),
    (None, "INVALID"): _("Check this: something in it is not right."),
    (None, "DELIVERY_METHOD_NOT_APPLICABLE"): _("This delivery is no longer offered. Choose another."),
    (None, "SHIPPING_METHOD_NOT_APPLICABLE"): _("This delivery is no longer offered. Choose another."),
    ("deliveryMethodId", "INVALID"): _("This delivery is no longer offered. Choose another."),
    ("deliveryMethodId", "NOT_FOUND"): _("This delivery is no longer offered. Choose another."),
    (None, "SHIPPING_ADDRESS_NOT_SET"): _("Say first where it goes."),
}

PRICES_CHANGED = _("The total has changed. Look at your order, then pay if it is right.")
CHOOSE_DELIVERY = _("Choose how it shall come.")
NO_WAY_TO_PAY = _(
    "There is no way to pay at the moment. Nothing is lost: your cart and your details are kept. Try again later."
)
SOMETHING_TO_MEND = _("Something in your cart needs a change before you can go on.")
ATTEMPT_REFUSED: dict[str, Promise] = {
    Reason.DECLINED: _(
        "The payment service said no. No money was taken. Everything is kept: try again, or pay another way."
    ),
    # A bank may still take it, late: then it is found and goes back (`refunds.find_late_charge`).
    Reason.NOT_CONFIRMED: _(
        "The payment was not confirmed in time, so nothing is ordered. Should your bank take it after all, we send it "
        "back at once. Everything is kept."
    ),
    Reason.NO_RESPONSE: _(
        "The payment service gave no answer, so nothing is ordered. Should it take money after all, we send it back "
        "at once. Everything is kept."
    ),
    Reason.CHECKOUT_GONE: _("Your cart had come to its end before the payment. No money was taken."),
}
REFUSED_OTHERWISE = _("The payment could not be made. No money was taken. Everything is kept: try again.")
NOT_ORDERED = _("The order could not be made. No money was taken. Look at your cart.")
UNFILLED = _(
    "Your payment was accepted, but meanwhile something in your cart ran out or changed, so we have not taken an "
    "order. Your payment goes back to you, all of it. Nothing will be sent. You need not do anything."
)
CHARGED_LATE = _(
    "Your payment came through after we had stopped waiting for it, so we have not taken an order. It goes back to "
    "you, all of it. Nothing will be sent. You need not do anything."
)
RELEASED = _(
    "Your payment has gone back, all of it. Banks take up to ten working days to show it. Nothing will be sent."
)
SETTLED = _("Somebody of ours has seen to this payment. No order was made of it. Write to us if anything is unclear.")
UNKNOWN = _(
    "We cannot say yet what became of your payment. Somebody looks into it now. Do not pay again: if it went through, "
    "the order is made once and we write to you."
)


def sentence(problem: MutationProblem) -> str:
    """One problem in words."""
    found = _SENTENCES.get((problem.field, problem.code)) or _SENTENCES.get((None, problem.code))
    return str(found) if found else cart_sentences.sentence(problem)


def put_beside(form: forms.Form, refused: MutationError, *, names: dict[str, str]) -> None:
    """Put every problem beside its field, by Saleor's name for it; what fits no field stands above the form."""
    for problem in refused.problems:
        name = names.get(problem.field or "")
        text = sentence(problem)
        field = name if name in form.fields else None
        if text not in form.errors.get(field or "__all__", ()):
            form.add_error(field, text)
