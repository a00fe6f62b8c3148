"""What the merchant confirmed in writing about duties that they need not meet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.core.markets import Market
from storefront.core.text.typed_text import clean_lines
from storefront.page_cache import invalidate
from storefront.page_cache.process_values import ProcessValue

FEWEST_WORDS = 5
TAG = "merchant-confirmations"


class ConfirmationQuerySet(models.QuerySet["DutyConfirmation"]):
    """Queries for confirmations."""

    def in_force(self) -> ConfirmationQuerySet:
        """Leave out what was revoked."""
        return self.filter(revoked_at=None)


class DutyConfirmation(models.Model):
    """A merchant's written reason why a duty need not be met in one market. It is kept when it is revoked.

    `product` is the product's Saleor ID, empty for all products and for duties of the whole shop. `person` is the name
    of who confirmed, which stays when the account goes.
    """

    duty = models.CharField(max_length=60)
    market = models.CharField(max_length=20)
    product = models.CharField(max_length=255, blank=True)
    text = models.TextField(_("What you know"))
    person = models.CharField(max_length=255)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.CharField(max_length=255, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        app_label = "merchant"
        ordering: ClassVar = ["-confirmed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["duty", "market", "product"],
                condition=models.Q(revoked_at=None),
                name="one_confirmation_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.market}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, and invalidate every page of its market."""
        super().save(*args, **kwargs)
        invalidate(TAG, f"market:{self.market}")

    def revoke(self, person: str) -> None:
        """End it. The row is kept."""
        self.revoked_at, self.revoked_by = timezone.now(), person
        self.save(update_fields=["revoked_at", "revoked_by"])

    def clean(self) -> None:
        """Normalise the text. Raises ValidationError where it is too short to be a reason."""
        self.text = clean_lines(self.text)
        if len(self.text.split()) < FEWEST_WORDS:
            raise ValidationError({"text": _("Say in a sentence what you know, in at least five words.")})


def confirmed_in(market: Market) -> frozenset[tuple[str, str]]:
    """Return the pairs of duty and product that are confirmed in a market; an empty product is all.

    No query once the process has read the confirmations.
    """
    return _confirmed.get().get(market.language, frozenset())


def _load() -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for language, duty, product in DutyConfirmation.objects.in_force().values_list("market", "duty", "product"):
        found.setdefault(language, set()).add((duty, product))
    return {language: frozenset(pairs) for language, pairs in found.items()}


_confirmed: ProcessValue[dict[str, frozenset[tuple[str, str]]]] = ProcessValue(_load, tag=TAG, fallback=dict)
