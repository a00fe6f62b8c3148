"""What the shopper reads when Saleor refuses something at the checkout, and when a payment makes no order."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.addresses import forms as address_forms
from storefront.cart.errors import problem_text as cart_problem_text
from storefront.payments.models import Reason
from storefront.saleor.client.errors import MutationError, MutationProblem

DELIVERY_GONE = _("This delivery is no longer offered. Choose another.")

# By the field and the code of Saleor's error; None matches every field.
_MESSAGES: dict[tuple[str | None, str], Promise] = {
    ("email", "INVALID"): _("Check the email address: something in it is not right."),
    ("email", "REQUIRED"): _("Type your email address."),
    **address_forms.ERROR_MESSAGES,
    (None, "REQUIRED"): _("Fill this in."),
    (None, "INVALID"): _("Check this: something in it is not right."),
    (None, "DELIVERY_METHOD_NOT_APPLICABLE"): DELIVERY_GONE,
    (None, "SHIPPING_METHOD_NOT_APPLICABLE"): DELIVERY_GONE,
    ("deliveryMethodId", "INVALID"): DELIVERY_GONE,
    ("deliveryMethodId", "NOT_FOUND"): DELIVERY_GONE,
    (None, "SHIPPING_ADDRESS_NOT_SET"): _("Say first where it goes."),
}

PRICES_CHANGED = _("The total has changed. Look at your order, then pay if it is right.")
CHOOSE_PAYMENT = _("Choose how to pay.")
CHOOSE_DELIVERY = _("Choose how it shall come.")
CHANGE_CART_FIRST = _("Something in your cart needs a change before you can go on.")
PAYMENT_FAILED: dict[str, Promise] = {
    Reason.DECLINED: _(
        "The payment was declined, by your bank or by the payment service. No money was taken. Your cart and your "
        "details are kept: try again, or pay another way."
    ),
    Reason.STOPPED: _("No money was taken. Your cart and your details are kept."),
    # A bank may still take the money; then it is refunded (`refunds.find_late_charge`).
    Reason.NOT_CONFIRMED: _(
        "The time to pay ran out, so nothing is ordered. If your bank still takes the money, we send it back. "
        "Your cart and your details are kept."
    ),
    Reason.NO_RESPONSE: _(
        "The payment service did not answer, so nothing is ordered. If it still takes money, we send it back. "
        "Your cart and your details are kept."
    ),
    Reason.CHECKOUT_GONE: _("Your cart had expired before the payment. No money was taken."),
}
PAYMENT_FAILED_OTHERWISE = _(
    "The payment could not be made. No money was taken. Your cart and your details are kept: try again."
)
ORDER_FAILED = _("The order could not be made. No money was taken. Look at your cart.")
CHARGED_NO_ORDER = _(
    "Your payment was accepted, but meanwhile something in your cart ran out or changed, so we have not taken an "
    "order. Your payment goes back to you, all of it. Nothing will be sent. You need not do anything."
)
CHARGED_LATE = _(
    "Your payment came through after we had stopped waiting for it, so we have not taken an order. It goes back to "
    "you, all of it. Nothing will be sent. You need not do anything."
)
REFUNDED = _(
    "Your payment has gone back, all of it. Banks take up to ten working days to show it. Nothing will be sent."
)
CLOSED_MANUALLY = _(
    "Somebody of ours has seen to this payment. No order was made of it. Write to us if anything is unclear."
)
NEEDS_ATTENTION = _(
    "We cannot say yet what became of your payment. Somebody looks into it now. Do not pay again: if it went through, "
    "the order is made once and we write to you."
)


def problem_text(problem: MutationProblem) -> str:
    """Put one problem into words."""
    found = _MESSAGES.get((problem.field, problem.code)) or _MESSAGES.get((None, problem.code))
    return str(found) if found else cart_problem_text(problem)


def add_errors(form: forms.Form, refused: MutationError, *, names: dict[str, str]) -> None:
    """Add every problem to the form: to its field (`names` maps Saleor's fields to ours), else to the whole form."""
    for problem in refused.problems:
        name = names.get(problem.field or "")
        text = problem_text(problem)
        field = name if name in form.fields else None
        if text not in form.errors.get(field or "__all__", ()):
            form.add_error(field, text)
