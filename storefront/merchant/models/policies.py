"""The shop's policies in each market, and the versions in force when an order was placed."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from storefront.core.markets import all_markets
from storefront.merchant.policies.kinds import KIND_NAMES, PolicyKind
from storefront.merchant.policies.text import unknown_placeholders
from storefront.page_cache import invalidate

POLICIES_TAG = "policies"
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]
"""What the editor of a policy can write."""


class Policy(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A policy of one kind in one market. Drafts are not shown; each publication keeps its revision.

    The text may hold placeholders for what the merchant states, such as `{{ legal_name }}`.
    """

    market = models.CharField(_("market"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, name) for kind, name in KIND_NAMES.items()])
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(
        _("text"),
        features=FEATURES,
        help_text=_("Write {{ legal_name }} and the like for what stands under Settings, Who sells."),
    )

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering: ClassVar = ["market", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "kind"], name="one_policy_per_market_and_kind")
        ]

    def __str__(self) -> str:
        label = next((market.label for market in all_markets() if market.language == self.market), self.market)
        return f"{self.title} ({label})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the policy, and drop the pages that show it or link to it."""
        super().save(*args, **kwargs)
        invalidate(POLICIES_TAG, f"market:{self.market}")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the policy, and drop the pages that show it or link to it."""
        deleted = super().delete(*args, **kwargs)
        invalidate(POLICIES_TAG, f"market:{self.market}")
        return deleted

    def clean(self) -> None:
        """Refuse a market that is not configured, and unknown placeholders."""
        super().clean()
        errors: dict[str, ValidationError] = {}
        if self.market not in {market.language for market in all_markets()}:
            errors["market"] = ValidationError(_("There is no such market. Enter its language, such as en-gb."))
        unknown = unknown_placeholders(self.body)
        if unknown:
            message = _("Nothing stands for %(names)s. Correct or remove it.")
            errors["body"] = ValidationError(message, params={"names": ", ".join(unknown)})
        if errors:
            raise ValidationError(dict(errors))

    @property
    def policy_kind(self) -> PolicyKind:
        """The kind as an enum."""
        return PolicyKind(self.kind)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template that shows a draft as its page."""
        return "merchant/policy_preview.html"


class PolicyVersion(models.Model):
    """A policy as customers read it from some day on, with everything filled in. It never changes.

    `digest` is the hash of market, kind, title and text.
    """

    market = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    text = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    in_force_from = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-in_force_from"]

    def __str__(self) -> str:
        return f"{self.market} {self.kind} {self.in_force_from:%Y-%m-%d}"


class OrderPolicies(models.Model):
    """Which versions were in force when an order was placed. `order_hash` is the keyed hash of Saleor's order ID."""

    order_hash = models.CharField(max_length=64, unique=True)
    versions = models.ManyToManyField(PolicyVersion, related_name="orders")
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name_plural = "order policies"

    def __str__(self) -> str:
        return f"policies of order {self.pk}"
