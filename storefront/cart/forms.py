"""The cart's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.core.forms.fields import CodeField, NumberField

MOST = 999  # Saleor's own limit, 50 by default, is lower and speaks for itself


_NUMBER_ERRORS = {
    "required": _("Enter a quantity, like 1."),
    "invalid": _("Enter the quantity as a whole number, like 2."),
    "min_value": _("Enter a quantity of %(limit_value)s or more."),
    "max_value": _("Enter a quantity of %(limit_value)s or fewer."),
}


class AddForm(forms.Form):
    """What a page posts to add something; `next` is where the shopper came from."""

    variant = CodeField(max_length=255)
    quantity = NumberField(min_value=1, max_value=MOST, initial=1, label=_("Quantity"), error_messages=_NUMBER_ERRORS)
    next = CodeField(required=False)


class QuantityForm(forms.Form):
    """An absolute quantity of one variant; 0 removes it."""

    variant = CodeField(max_length=255)
    quantity = NumberField(min_value=0, max_value=MOST, error_messages=_NUMBER_ERRORS)


class SwapForm(forms.Form):
    """The variant to put in the place of a product (its slug) that is in the cart."""

    variant = CodeField(max_length=255)
    replaces = CodeField(max_length=255)


class PromoForm(forms.Form):
    """A voucher or gift card."""

    promo_code = CodeField(
        max_length=255,
        label=_("Code"),
        help_text=_("A voucher or a gift card."),
        error_messages={
            "required": _("Enter a code."),
            "max_length": _("Codes have at most %(limit_value)s characters. Check the code."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
