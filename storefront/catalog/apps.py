"""The catalogue's application."""

from celery.signals import task_prerun
from django.apps import AppConfig
from django.core import checks


class CatalogConfig(AppConfig):
    """Our read model of Saleor's catalogue, and the safety rules as edited at the desk."""

    name = "storefront.catalog"
    label = "catalog"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Receive webhooks about the catalogue, and about orders, which change stock. Load the safety rules."""
        from storefront.catalog import gauges, webhooks
        from storefront.catalog.safety_rules import loading
        from storefront.core import registry

        registry.webhook_handlers[registry.WebhookSubject.CATALOGUE].register(webhooks.handle_catalogue_event)
        registry.webhook_handlers[registry.WebhookSubject.ORDERS].register(webhooks.handle_order_event)
        registry.gauges.register(gauges.catalogue_gauges)
        registry.degraded_parts.register(loading.degraded_parts)
        checks.register(loading.check_stored_rules, checks.Tags.database)
        task_prerun.connect(loading.bring_up_to_date, dispatch_uid="catalog.bring_up_to_date")
