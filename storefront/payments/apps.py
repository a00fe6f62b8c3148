"""The payments application."""

from django.apps import AppConfig
from django.core import checks


class PaymentsConfig(AppConfig):
    """Payment attempts, their transitions and the providers that take the money."""

    name = "storefront.payments"
    label = "payments"

    def ready(self) -> None:
        """Receive webhooks about transactions, and check the configured payment gateways."""
        from storefront.core import registry
        from storefront.payments import gauges, webhooks
        from storefront.payments.checks import gateways_are_written

        checks.register(gateways_are_written)
        registry.webhook_handlers[registry.WebhookSubject.TRANSACTIONS].register(webhooks.handle_transaction_event)
        registry.language_of_checkout.register(webhooks.language_of_checkout)
        registry.gauges.register(gauges.payment_gauges)
