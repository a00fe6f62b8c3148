"""Stripe as a payment provider. Stripe's library need not be installed before its keys are set."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from storefront.payments.providers.base import PaymentProvider
from storefront.payments.providers.messages import Request, Result, Session


class StripeCheckout(PaymentProvider):
    """Stripe Checkout. Stripe gets an amount and the word "Order", and nothing about products or shoppers.

    The methods import the modules that need Stripe's library, because it is an optional extra.
    """

    slug = "stripe"
    identifier = "gradual.stripe"
    app_name = "Gradual: Stripe"
    app_description = "Payments on Stripe’s own page. Stripe is told amounts, never products."
    shopper_name = _("Card, or another way that Stripe offers you")
    shopper_text = _("You pay on Stripe’s page and come back here. Stripe is told an amount, and no product.")
    required_settings = ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")

    def initialize(self, session: Session) -> Result:
        """Open a page at Stripe for this payment, and send the shopper there."""
        from storefront.payments.providers.stripe import checkout_api

        return checkout_api.initialize(session)

    def process(self, session: Session) -> Result:
        """Read the payment at Stripe. While Stripe is unavailable, the shopper's page goes on waiting."""
        from storefront.payments.providers.stripe import checkout_api

        return checkout_api.process(session)

    def perform_action(self, request: Request) -> Result:
        """Capture, refund or cancel. Stripe has no second, partial capture and no partial cancellation."""
        from storefront.payments.providers.stripe import checkout_api

        return checkout_api.perform_action(request)

    def handle_webhook(self, request: HttpRequest) -> HttpResponse:
        """Take an event that Stripe signed; see `webhook`."""
        from storefront.payments.providers.stripe.webhook import handle_event

        return handle_event(request, provider=self)
