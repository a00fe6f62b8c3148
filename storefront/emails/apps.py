"""Django application of the emails."""

from django.apps import AppConfig


class EmailsConfig(AppConfig):
    """Emails to shoppers, and the outbox that sends them."""

    name = "storefront.emails"
    label = "emails"

    def ready(self) -> None:
        """Receive webhooks about orders and accounts."""
        # Imported here because these modules need the models, which Django loads first.
        from storefront.core import registry
        from storefront.emails import gauges, webhooks

        registry.webhook_handlers[registry.WebhookSubject.ORDERS].register(webhooks.handle_order_event)
        registry.webhook_handlers[registry.WebhookSubject.ACCOUNTS].register(webhooks.handle_account_event)
        registry.gauges.register(gauges.email_gauges)
