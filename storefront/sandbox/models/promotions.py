"""Vouchers and gift cards."""

from django.db import models

from storefront.sandbox.models.catalog import Channel


class Voucher(models.Model):
    """A code for money off the whole order."""

    class Kind(models.TextChoices):
        """How `VoucherListing.value` reads: percent, or an amount in the channel's currency."""

        PERCENT = "percent"
        FIXED = "fixed"

    code = models.CharField(max_length=255, unique=True)
    name = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    is_active = models.BooleanField(default=True)
    usage_limit = models.PositiveIntegerField(null=True)
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class VoucherListing(models.Model):
    """A voucher's value in one channel. Without a row it does not apply there."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    min_spent = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voucher", "channel"], name="sandbox_voucher_once")]

    def __str__(self) -> str:
        return f"{self.voucher_id} in {self.channel_id}"


class GiftCard(models.Model):
    """Money behind a code, in one currency."""

    code = models.CharField(max_length=16, unique=True)
    currency = models.CharField(max_length=3)
    current_balance = models.DecimalField(max_digits=12, decimal_places=2)
    is_active = models.BooleanField(default=True)

    expiry_date = None  # the sandbox's cards never expire

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(current_balance__gte=0), name="sandbox_balance_not_negative")
        ]

    def __str__(self) -> str:
        return self.last4_code_chars

    @property
    def last4_code_chars(self) -> str:
        """The part of the code that may be shown."""
        return self.code[-4:]
