"""The price periods of variants. Only `recording` writes them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.db import models

from storefront.catalog.price_history.rules import Period, Reduction, ShownPrice
from storefront.core.coordination.outbox import OutboxModel, OutboxQuerySet


class PricePeriod(models.Model):
    """A time in which a channel sold a variant at one price.

    Amounts are as shown, in major units of `currency`: with tax, or without if `is_net`. `undiscounted` is what Saleor
    said the price was reduced from. While the price was reduced, `reduced_since` is when the reduction began and
    `reference` the lowest price of the 30 days before, None if none was known; `stated` is the prior price that the
    merchant set in Saleor, if any. `ended_at` is None while it lasts.
    """

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="price_periods")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3)
    is_net = models.BooleanField(default=False)
    price = models.DecimalField(max_digits=12, decimal_places=3)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    reduced_since = models.DateTimeField(null=True)
    reference = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    stated = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["started_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["variant", "channel", "started_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant", "channel"],
                condition=models.Q(ended_at=None),
                name="one_current_price_per_variant_and_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} in {self.channel} from {self.started_at:%Y-%m-%d}"

    @property
    def shown(self) -> ShownPrice:
        """The price as it was shown."""
        return ShownPrice(currency=self.currency, price=self.price, undiscounted=self.undiscounted, is_net=self.is_net)

    @property
    def announced_from(self) -> Decimal | None:
        """What the reduction is compared with: the lower one of our reference and the merchant's prior price."""
        if self.reduced_since is None:
            return None
        return min((amount for amount in (self.reference, self.stated) if amount is not None), default=None)

    def as_period(self) -> Period:
        """The row as the rules read it."""
        reduction = Reduction(began_at=self.reduced_since, reference=self.reference) if self.reduced_since else None
        return Period(shown=self.shown, started_at=self.started_at, ended_at=self.ended_at, reduction=reduction)


class PriorPriceQuerySet(OutboxQuerySet["PriorPrice"]):
    """How reductions enter the outbox."""

    def mark(self, variants: Iterable[int], *, channel: str) -> None:
        """Make the prior prices of these variants (primary keys) due, in one statement."""
        self.bulk_create(
            [PriorPrice(variant_id=variant, channel=channel) for variant in variants],
            update_conflicts=True,
            unique_fields=["variant", "channel"],
            update_fields=["next_attempt_at"],
        )


class PriorPrice(OutboxModel):
    """A variant in a channel whose `priorPrice` in Saleor may differ from our reference.

    `written` is the amount that we set there, as entered by merchants: with tax or without; None if we set none. Any
    other amount is the merchant's, and stays.
    """

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    channel = models.SlugField(max_length=255)
    written = models.DecimalField(max_digits=12, decimal_places=3, null=True)

    objects = PriorPriceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "channel"], name="one_prior_price_per_variant_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} in {self.channel}"
