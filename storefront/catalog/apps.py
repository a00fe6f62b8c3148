"""The catalogue's application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Our read model of Saleor's catalogue."""

    name = "storefront.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Receive webhooks about the catalogue, and about orders, which change stock."""
        from storefront.catalog import gauges, webhooks
        from storefront.core import registry

        registry.webhook_handlers[registry.WebhookSubject.CATALOGUE].register(webhooks.handle_catalogue_event)
        registry.webhook_handlers[registry.WebhookSubject.ORDERS].register(webhooks.handle_order_event)
        registry.gauges.register(gauges.catalogue_gauges)
