"""The mail room's application."""

from django.apps import AppConfig


class EmailsConfig(AppConfig):
    """Discreet mails to shoppers."""

    name = "storefront.emails"
    label = "emails"

    def ready(self) -> None:
        """Receive webhooks about orders and accounts."""
        from storefront.core import registry
        from storefront.emails import gauges, webhooks

        registry.webhook_handlers[registry.WebhookSubject.ORDERS].register(webhooks.handle_order_event)
        registry.webhook_handlers[registry.WebhookSubject.ACCOUNTS].register(webhooks.handle_account_event)
        registry.gauges.register(gauges.email_gauges)
