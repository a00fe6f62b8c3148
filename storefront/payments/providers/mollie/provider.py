"""Mollie as a payment provider. Mollie's client need not be installed before its key is set."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from storefront.payments.providers.base import PaymentProvider
from storefront.payments.providers.messages import Request, Result, Session


class MolliePayments(PaymentProvider):
    """Mollie's hosted page. Mollie gets an amount and the word "Order", and nothing about products or shoppers.

    The methods import the modules that need Mollie's client, because it is an optional extra.
    """

    slug = "mollie"
    identifier = "gradual.mollie"
    app_name = "Gradual: Mollie"
    app_description = "Payments on Mollie’s own page. Mollie is told amounts, never products."
    shopper_name = _("Card, bank, or another way that Mollie offers you")
    shopper_text = _("You pay on Mollie’s page and come back here. Mollie is told an amount, and no product.")
    required_settings = ("MOLLIE_API_KEY",)

    def initialize(self, session: Session) -> Result:
        """Open a page at Mollie for this payment, and send the shopper there."""
        from storefront.payments.providers.mollie import payments_api

        return payments_api.initialize(session)

    def process(self, session: Session) -> Result:
        """Read the payment at Mollie. While Mollie is unavailable, the shopper's page goes on waiting."""
        from storefront.payments.providers.mollie import payments_api

        return payments_api.process(session)

    def perform_action(self, request: Request) -> Result:
        """Capture, refund or release. Mollie releases an authorization only as a whole."""
        from storefront.payments.providers.mollie import payments_api

        return payments_api.perform_action(request)

    def handle_webhook(self, request: HttpRequest) -> HttpResponse:
        """Take the ID of a payment that has changed; see `webhook`."""
        from storefront.payments.providers.mollie.webhook import handle_event

        return handle_event(request, provider=self)
