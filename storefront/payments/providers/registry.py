"""The payment providers of this shop. To add one, write its module and add it to PROVIDERS."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

from storefront.core.markets import active_market
from storefront.payments.providers.base import PaymentProvider
from storefront.payments.providers.dummy import DummyPayments
from storefront.payments.providers.mollie.provider import MolliePayments
from storefront.payments.providers.stripe.provider import StripeCheckout
from storefront.saleor import payments
from storefront.saleor.client.api import Credentials

PROVIDERS: tuple[PaymentProvider, ...] = (DummyPayments(), MolliePayments(), StripeCheckout())
_BY_IDENTIFIER = {provider.identifier: provider for provider in PROVIDERS}


def enabled_providers() -> tuple[PaymentProvider, ...]:
    """Return the providers whose settings are there."""
    return tuple(provider for provider in PROVIDERS if provider.is_enabled)


def provider_by_slug(slug: str) -> PaymentProvider | None:
    """Return the enabled provider with this slug."""
    return next((provider for provider in enabled_providers() if provider.slug == slug), None)


def provider_by_identifier(identifier: str) -> PaymentProvider | None:
    """Return the enabled provider with this Saleor app identifier."""
    return next((provider for provider in enabled_providers() if provider.identifier == identifier), None)


def configured_providers() -> tuple[PaymentProvider, ...]:
    """Return the providers that PAYMENT_GATEWAYS names for the active market, in its order."""
    identifiers = settings.PAYMENT_GATEWAYS.of(active_market().language)
    return tuple(_BY_IDENTIFIER[identifier] for identifier in identifiers if identifier in _BY_IDENTIFIER)


def available_providers(checkout_id: str, *, caller: Credentials) -> tuple[PaymentProvider, ...]:
    """Return the configured providers that Saleor says can take the payment of this checkout."""
    identifiers = tuple(provider.identifier for provider in configured_providers())
    if not identifiers:
        return ()
    usable = payments.usable_gateways(checkout_id, gateways=identifiers, caller=caller)
    return tuple(_BY_IDENTIFIER[identifier] for identifier in usable)


def check_configured_gateways(**_: object) -> list[CheckMessage]:
    """Report gateways in PAYMENT_GATEWAYS without a provider."""
    return [
        Error(
            f"PAYMENT_GATEWAYS names {identifier!r}, which no payment provider of this shop has.",
            hint="See storefront/payments/providers/registry.py and docs/settings.md.",
            id="payments.E001",
        )
        for identifier in settings.PAYMENT_GATEWAYS.all
        if identifier not in _BY_IDENTIFIER
    ]
