"""Django application of the emails."""

from django.apps import AppConfig
from django.core import checks


class EmailsConfig(AppConfig):
    """Emails to shoppers, and the outbox that sends them."""

    name = "storefront.emails"
    label = "emails"

    def ready(self) -> None:
        """Receive webhooks about orders and accounts, and check the templates."""
        # Imported here because these modules need the models, which Django loads first.
        from storefront.core import registry
        from storefront.emails import gauges, rendering, webhooks

        checks.register(rendering.check_templates)
        registry.webhook_handlers[registry.WebhookSubject.ORDERS].register(webhooks.handle_order_event)
        registry.webhook_handlers[registry.WebhookSubject.ACCOUNTS].register(webhooks.handle_account_event)
        registry.gauges.register(gauges.email_gauges)
