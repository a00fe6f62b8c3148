"""The forms of the steps, except the address form (storefront/addresses)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from storefront.checkout import error_messages
from storefront.core.forms.fields import CodeField, EmailField
from storefront.payments.providers.base import PaymentProvider
from storefront.saleor.types import Money


class ContactForm(forms.Form):
    """The email address of the order."""

    email = EmailField(label=_("Email address"), help_text=_("For the confirmation, and if something goes wrong."))


_MOST = Decimal(10**9)
COLLECT = "collect:"  # prefix of a collection point's ID, which shares the input with deliveries


class DeliveryForm(forms.Form):
    """The delivery or collection point, by the ID that was offered."""

    delivery = CodeField(max_length=255, error_messages={"required": error_messages.CHOOSE_DELIVERY})

    @property
    def point_id(self) -> str | None:
        """The ID of the chosen collection point; None if a delivery was chosen."""
        chosen = str(self.cleaned_data["delivery"])
        return chosen.removeprefix(COLLECT) if chosen.startswith(COLLECT) else None


class PaymentForm(forms.Form):
    """The payment provider, and the total that the shopper saw. `outcome` is for test payments without a page."""

    gateway = CodeField(
        max_length=255, widget=forms.HiddenInput, error_messages={"required": error_messages.CHOOSE_PAYMENT}
    )
    seen = CodeField(
        max_length=40,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "max_length"), error_messages.PRICES_CHANGED),
    )
    outcome = CodeField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, object] | None = None, *, providers: Sequence[PaymentProvider], total: Money | None
    ) -> None:
        super().__init__(data, initial={"seen": serialize_total(total) if total else ""})
        self.providers = {provider.identifier: provider for provider in providers}
        if not settings.TEST_PAYMENTS:
            del self.fields["outcome"]

    def clean_gateway(self) -> str:
        """Accept a provider that was offered; none if there is nothing to pay."""
        gateway = str(self.cleaned_data["gateway"])
        if self.fields["gateway"].required and gateway not in self.providers:
            raise forms.ValidationError(error_messages.CHOOSE_PAYMENT)
        return gateway

    def clean_seen(self) -> Money:
        """Read the total that was shown."""
        amount, _space, currency = str(self.cleaned_data["seen"]).partition(" ")
        try:
            seen = Money(amount=Decimal(amount), currency=currency)
        except InvalidOperation as error:
            raise forms.ValidationError(error_messages.PRICES_CHANGED) from error
        if not seen.amount.is_finite() or abs(seen.amount) > _MOST or len(currency) != 3 or not currency.isalpha():
            raise forms.ValidationError(error_messages.PRICES_CHANGED)
        return seen

    def total_seen(self) -> Money | None:
        """Return the total that the shopper saw, also from an invalid form; None if it is not readable."""
        seen: Money | None = getattr(self, "cleaned_data", {}).get("seen")
        return seen

    def show_total(self, total: Money) -> None:
        """Make the page carry this total from now on."""
        self.data = {**{name: self.data.get(name) for name in self.fields}, "seen": serialize_total(total)}


def serialize_total(total: Money) -> str:
    """Write a total as the form carries it."""
    return f"{total.amount} {total.currency}"
