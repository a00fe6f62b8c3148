"""Ways to pay. Each provider is an app at Saleor; here stands what the shop shows and hands on for it.

Which ones are offered: those of settings.PAYMENT_GATEWAYS that are written here and that Saleor says are ready.
"""

from collections.abc import Mapping
from typing import Protocol

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.saleor import payments
from storefront.saleor.gateway import Caller


class Provider(Protocol):
    """One way to pay: `gateway` is its Saleor app identifier, `title` and `text` are what the shopper reads."""

    @property
    def gateway(self) -> str:
        """Its app identifier at Saleor."""

    @property
    def title(self) -> str | Promise:
        """What it is called."""

    @property
    def text(self) -> str | Promise:
        """A few words about it."""

    def fields(self) -> dict[str, forms.Field]:
        """Its own fields on the payment page, none of them required by themselves."""

    def start(self, cleaned: Mapping[str, object]) -> Mapping[str, object]:
        """What its app is handed with the request for money. Nothing secret: it is kept until the payment has ended."""

    def confirmed(self, *, agreed: bool) -> Mapping[str, object]:
        """What its app is handed when the shopper has answered the bank's question."""


class TestPayments:
    """The project's own provider for trying things out: the shopper chooses how it ends, and no money moves."""

    gateway = "gradual.test-payments"
    title = _("Test payment: no money moves")
    text = ""
    outcomes = (
        ("success", _("Approve")),
        ("decline", _("Decline")),
        ("action-required", _("Needs confirmation")),
        ("pending", _("Stays pending")),
        ("error", _("Fails")),
    )

    def fields(self) -> dict[str, forms.Field]:
        """How it shall end."""
        return {
            "outcome": forms.ChoiceField(
                choices=self.outcomes,
                required=False,
                initial="success",
                widget=forms.RadioSelect,
                label=_("Choose how it ends"),
            )
        }

    def start(self, cleaned: Mapping[str, object]) -> Mapping[str, object]:
        """The chosen ending."""
        return {"outcome": cleaned.get("outcome") or "success"}

    def confirmed(self, *, agreed: bool) -> Mapping[str, object]:
        """Yes or no."""
        return {"confirmed": agreed}


_KNOWN: dict[str, Provider] = {provider.gateway: provider for provider in (TestPayments(),)}


def configured() -> tuple[Provider, ...]:
    """The providers that the settings name, in their order."""
    return tuple(_KNOWN[gateway] for gateway in settings.PAYMENT_GATEWAYS if gateway in _KNOWN)


def usable(checkout_id: str, *, caller: Caller) -> tuple[Provider, ...]:
    """Those of `configured` that Saleor says can take this checkout's payment."""
    gateways = tuple(provider.gateway for provider in configured())
    if not gateways:
        return ()
    ready = payments.usable_gateways(checkout_id, gateways=gateways, caller=caller)
    return tuple(_KNOWN[gateway] for gateway in ready)


def by_gateway(gateway: str) -> Provider | None:
    """The provider of a Saleor app identifier."""
    return _KNOWN.get(gateway)
