"""What delivery to a market's country costs and how long it takes, kept so that no shared page asks Saleor."""

from typing import ClassVar

import msgspec
from django.db import models

from storefront.saleor.types import ListedDelivery

TAG = "delivery-terms"
"""The tag of what processes keep of these rows (storefront/page_cache/process_values.py)."""


class DeliveryTerms(models.Model):
    """The shipping methods of a channel to one country. `methods` are Saleor's `ListedDelivery`s as JSON.

    `countries` are the codes (ISO 3166) of all countries that the channel ships to. `is_open` is false while it is
    switched off in Saleor.
    Their prices are as the merchant entered them; `has_shown_prices` says whether a shopper is shown just these.
    """

    channel = models.SlugField(max_length=255)
    country = models.CharField(max_length=2)
    methods = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    has_shown_prices = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "delivery terms"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "country"], name="one_row_per_channel_and_country")
        ]

    def __str__(self) -> str:
        return f"{self.channel} to {self.country}"

    @property
    def deliveries(self) -> tuple[ListedDelivery, ...]:
        """The shipping methods, typed."""
        return msgspec.convert(self.methods, tuple[ListedDelivery, ...])
