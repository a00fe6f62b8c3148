"""What we keep of Saleor: that our apps are installed there, their tokens, when we last heard; and test payments."""

import uuid
from typing import ClassVar

from django.db import models


class AppInstallation(models.Model):
    """One of our apps in one Saleor; `sealed_token` is its token, encrypted (storefront.saleor.app.installation)."""

    api_url = models.URLField(max_length=500)
    identifier = models.CharField(max_length=255)
    app_id = models.CharField(max_length=255)
    sealed_token = models.TextField()
    installed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["api_url", "identifier"], name="one_installation_per_saleor_and_app")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} at {self.api_url}"


class LastHeard(models.Model):
    """When an event of a subject (SALEOR_LISTENERS) was last heard, to within half a minute."""

    subject = models.SlugField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} at {self.at}"


class TestPayment(models.Model):
    """A test payment on its hosted page: what shall be paid, and what was chosen there (payments.test_payments).

    `reference` is what Saleor knows it by, `page` what its address does; `transaction_id` is Saleor's, `kind` CHARGE or
    AUTHORIZATION, `amount` in major units of `currency`. No money moves.
    """

    __test__ = False  # it is no test, whatever pytest makes of its name
    LONGEST_ADDRESS = 500

    class Choice(models.TextChoices):
        """How it was said to end."""

        OPEN = "open", "nothing chosen yet"
        CONFIRM = "confirm", "the bank asks for a confirmation"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"
        STOPPED = "stopped", "the shopper gave up"
        PENDING = "pending", "not decided"
        ERROR = "error", "the service fails"
        TIME_OUT = "time-out", "the service answers too late"

    reference = models.CharField(max_length=64, unique=True)
    page = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transaction_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=16)
    amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    return_url = models.URLField(max_length=LONGEST_ADDRESS)
    choice = models.CharField(max_length=16, choices=Choice.choices, default=Choice.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.reference} {self.choice}"

    def choose(self, choice: "TestPayment.Choice") -> bool:
        """Say how it ends. What has ended stays as it is; pending can still be approved or declined."""
        asked, ends = [self.Choice.OPEN, self.Choice.CONFIRM], (self.Choice.APPROVED, self.Choice.DECLINED)
        if choice in ends:
            asked.append(self.Choice.PENDING)
        chosen = TestPayment.objects.filter(pk=self.pk, choice__in=asked).update(choice=choice)
        self.refresh_from_db()
        return bool(chosen)
