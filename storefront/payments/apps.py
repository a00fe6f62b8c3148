"""The payments application."""

from django.apps import AppConfig
from django.core import checks


class PaymentsConfig(AppConfig):
    """Payment attempts, their transitions and the providers that take the money."""

    name = "storefront.payments"
    label = "payments"

    def ready(self) -> None:
        """Receive webhooks about transactions, and check the configured payment gateways."""
        # These modules import models, which Django loads first.
        from storefront.core import registry
        from storefront.payments import attempts, gauges, webhooks
        from storefront.payments.providers.registry import check_configured_gateways

        checks.register(check_configured_gateways)
        registry.webhook_handlers[registry.WebhookSubject.TRANSACTIONS].register(webhooks.handle_transaction_event)
        registry.language_of_checkout.register(attempts.language_of_checkout)
        registry.gauges.register(gauges.payment_gauges)
