"""Which payment services there are just now: those whose setting is there."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from storefront.payments.providers.base import PaymentProvider

_TEST_PAYMENTS = "storefront.payments.providers.dummy.DummyPayments"
# What a service posts to us by itself, where it does: a view, by the service's slug.
_HOOKS = {"stripe": "storefront.payments.providers.stripe_webhook.hook"}
_STRIPE = "storefront.payments.providers.stripe_checkout.StripeCheckout"


def providers() -> tuple[PaymentProvider, ...]:
    """The services that are switched on: the test payments by TEST_PAYMENTS, Stripe by its keys."""
    names = []
    if settings.TEST_PAYMENTS:
        names.append(_TEST_PAYMENTS)
    if settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET:
        names.append(_STRIPE)
    return tuple(_made(name) for name in names)


def by_slug(slug: str) -> PaymentProvider | None:
    """The service of an address of ours, if it is switched on."""
    return next((service for service in providers() if service.slug == slug), None)


def by_identifier(identifier: str) -> PaymentProvider | None:
    """The service of a Saleor app identifier, if it is switched on."""
    return next((service for service in providers() if service.identifier == identifier), None)


def hook_of(service: PaymentProvider) -> Callable[[HttpRequest], HttpResponse] | None:
    """The view of what the service posts by itself; None when it does not."""
    name = _HOOKS.get(service.slug)
    view: Callable[[HttpRequest], HttpResponse] | None = import_string(name) if name else None
    return view


def reset() -> None:
    """Make the services anew when they are next asked for: their keys have changed."""
    _made.cache_clear()


@cache
def _made(name: str) -> PaymentProvider:
    """Imported only when it is wanted: Stripe's library need not be installed."""
    service: PaymentProvider = import_string(name)()
    return service
