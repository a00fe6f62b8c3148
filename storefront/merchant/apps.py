"""The merchant's application."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate, pre_delete


class MerchantConfig(AppConfig):
    """Who sells in each market, and what its law asks."""

    name = "storefront.merchant"
    label = "merchant"
    verbose_name = "Merchant"

    def ready(self) -> None:
        """Create each market's record and the brand after migrations, and follow the deletion of their images."""
        post_migrate.connect(_create_missing, sender=self, dispatch_uid="merchant.create_missing")
        pre_delete.connect(
            _drop_image, sender=settings.WAGTAILIMAGES_IMAGE_MODEL, dispatch_uid="merchant.drop_image", weak=False
        )


def _create_missing(sender: AppConfig, using: str, **_: Any) -> None:
    from storefront.merchant.models import Brand, MerchantProfile
    from storefront.page_cache.models import Invalidation

    # The tables are missing while migrations run backwards.
    existing = set(connections[using].introspection.table_names())
    if all(model._meta.db_table in existing for model in (Invalidation, MerchantProfile, Brand)):
        MerchantProfile.objects.create_missing()
        Brand.objects.create_missing()


def _drop_image(instance: Any, **_: Any) -> None:
    """Drop all pages when the image of a logo or a notice is deleted; Django empties the field."""
    from storefront.merchant.models import TAG, Brand, MerchantProfile
    from storefront.page_cache import EVERY_PAGE, invalidate

    rows = (Brand.objects.filter(logo=instance.pk), MerchantProfile.objects.filter(guarantee_notice=instance.pk))
    if any(each.exists() for each in rows):
        invalidate(TAG, EVERY_PAGE)
