"""Who sells in each market, as the merchant states it in the admin."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from storefront.core.markets import all_markets
from storefront.core.text.email_addresses import clean_email
from storefront.core.text.typed_text import clean_line, clean_lines
from storefront.merchant import typed_values
from storefront.page_cache import invalidate
from storefront.page_cache.process_values import drop_values

if TYPE_CHECKING:
    pass

TAG = "merchant"
"""The tag of what processes keep of these models (storefront/page_cache/process_values.py)."""


def merchant_tag(language: str) -> str:
    """Return the page cache tag of a page that shows a fact of a market's record."""
    return f"merchant:{language}"


class MerchantProfileManager(models.Manager["MerchantProfile"]):
    """Keeps a record for each configured market."""

    def create_missing(self) -> None:
        """Create an empty record for each market that has none. It states the market's country and nothing else."""
        existing = set(self.values_list("market", flat=True))
        self.bulk_create(
            (
                self.model(market=market.language, country=market.country)
                for market in all_markets()
                if market.language not in existing
            ),
            ignore_conflicts=True,
        )
        drop_values({TAG})


class MerchantProfile(RevisionMixin, models.Model):
    """Who sells in one market, as the merchant states it. An empty field is not stated."""

    market = models.CharField(_("market"), max_length=20, unique=True, editable=False)

    trading_name = models.CharField(
        _("shop name in this market"),
        max_length=60,
        blank=True,
        help_text=_("Only if it differs from the name under Settings, Brand."),
    )
    slogan = models.CharField(
        _("slogan"), max_length=120, blank=True, help_text=_("One line below the name in the footer.")
    )
    legal_name = models.CharField(
        _("legal name"),
        max_length=200,
        blank=True,
        help_text=_("The person or company that shoppers buy from, as it is registered."),
    )
    legal_form = models.CharField(
        _("legal form"), max_length=120, blank=True, help_text=_("Such as “private limited company” or “GmbH”.")
    )
    represented_by = models.CharField(
        _("represented by"), max_length=200, blank=True, help_text=_("The directors of a company, by full name.")
    )
    address = models.TextField(
        _("address"),
        blank=True,
        help_text=_("Where the business is established, one line each. A PO box is not enough in the UK and the EU."),
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, such as GB or DE."))
    email = models.CharField(
        _("email address"),
        max_length=254,
        blank=True,
        help_text=_("Shown to shoppers; notices of withdrawals go here too."),
    )
    phone = models.CharField(
        _("phone number"), max_length=40, blank=True, help_text=_("With its country code, such as +44 20 7946 0018.")
    )
    domain = models.CharField(
        _("domain"), max_length=253, blank=True, help_text=_("The domain that shoppers know, such as shop.example.com.")
    )

    register_name = models.CharField(
        _("register"), max_length=120, blank=True, help_text=_("Such as “Companies House” or “Amtsgericht Köln”.")
    )
    register_number = models.CharField(_("register number"), max_length=60, blank=True)
    vat_number = models.CharField(
        _("VAT number"), max_length=30, blank=True, help_text=_("With its country, such as GB123456789.")
    )
    eori_number = models.CharField(
        _("EORI number"), max_length=30, blank=True, help_text=_("Needed to send parcels across a customs border.")
    )
    weee_number = models.CharField(
        _("WEEE number"), max_length=40, blank=True, help_text=_("The registration for electrical equipment.")
    )
    battery_number = models.CharField(_("battery register number"), max_length=40, blank=True)
    packaging_number = models.CharField(
        _("packaging register number"), max_length=40, blank=True, help_text=_("In Germany the LUCID number.")
    )
    uk_responsible_person = models.TextField(
        _("responsible person in the UK"), blank=True, help_text=_("Name and address, one line each.")
    )
    eu_responsible_person = models.TextField(
        _("responsible person in the EU"), blank=True, help_text=_("Name and address, one line each.")
    )
    supervisory_authority = models.TextField(
        _("data protection authority"), blank=True, help_text=_("Where shoppers may complain about their data.")
    )
    arbitration_body = models.TextField(
        _("dispute resolution body"),
        blank=True,
        help_text=_("Only if you take part in its procedure, or the law binds you to."),
    )

    statement_name = models.CharField(
        _("name on bank statements"),
        max_length=22,
        blank=True,
        help_text=_("Neutral, and the same as at your payment provider. The payment page shows it."),
    )
    service_phone = models.CharField(
        _("customer service phone"), max_length=40, blank=True, help_text=_("If it is another number than above.")
    )
    payment_means = models.CharField(
        _("ways to pay"),
        max_length=200,
        blank=True,
        help_text=_("As a sentence lists them: card, Apple Pay or PayPal."),
    )

    delivery_countries = models.CharField(
        _("countries you deliver to"),
        max_length=500,
        blank=True,
        help_text=_("Codes of two letters with spaces between them, such as GB IE."),
    )
    delivery_cost_text = models.CharField(
        _("delivery costs"),
        max_length=300,
        blank=True,
        help_text=_("The sum if it is always the same, otherwise how it is calculated."),
    )
    free_delivery_from = models.DecimalField(
        _("free delivery from"),
        max_digits=12,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("In the market's currency. Empty: delivery is never free."),
    )
    delivery_days_min = models.PositiveSmallIntegerField(
        _("delivery takes at least"), null=True, blank=True, help_text=_("In working days.")
    )
    delivery_days_max = models.PositiveSmallIntegerField(
        _("delivery takes at most"), null=True, blank=True, help_text=_("In working days.")
    )
    ships_from = models.CharField(
        _("country you send from"), max_length=2, blank=True, help_text=_("Two letters, such as GB or DE.")
    )
    return_address = models.TextField(
        _("address for returns"), blank=True, help_text=_("Name and address, one line each. Empty: the address above.")
    )
    return_days = models.PositiveSmallIntegerField(
        _("days to return"),
        null=True,
        blank=True,
        help_text=_("At least 14 where the law grants them (UK, EU)."),
    )
    guarantee_notice = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice on the legal guarantee"),
        help_text=_(
            "EU only: the European Commission’s own picture (Regulation (EU) 2025/1960, annex I), as a PNG or JPEG, in"
            " colour, whole and unchanged, in the language of this market. Nobody may redraw it."
        ),
    )
    has_age_step = models.BooleanField(
        _("ask for the age"), default=False, help_text=_("Ask shoppers to confirm that they are 18 or over.")
    )

    objects = MerchantProfileManager()

    class Meta:
        ordering: ClassVar = ["market"]
        verbose_name = _("merchant record")
        verbose_name_plural = _("merchant records")

    def __str__(self) -> str:
        return next((market.label for market in all_markets() if market.language == self.market), self.market)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the record, and drop the pages that show it: all of the market when its name or slogan changes."""
        before = MerchantProfile.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        is_on_every_page = before is None or any(getattr(before, each) != getattr(self, each) for each in _EVERYWHERE)
        invalidate(TAG, f"market:{self.market}" if is_on_every_page else merchant_tag(self.market))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record, and drop the pages of its market."""
        deleted = super().delete(*args, **kwargs)
        invalidate(TAG, f"market:{self.market}")
        return deleted

    def clean(self) -> None:
        """Normalise every field, and report each one that is no such value."""
        super().clean()
        errors: dict[str, ValidationError] = {}
        for name, clean in (*_CLEANED.items(), *((name, self._cleaned_phone) for name in _PHONES)):
            try:
                setattr(self, name, clean(getattr(self, name) or ""))
            except ValidationError as error:
                errors[name] = error
        if self.delivery_days_min and self.delivery_days_max and self.delivery_days_min > self.delivery_days_max:
            errors["delivery_days_max"] = ValidationError(_("Enter at least as many days as the line above."))
        if errors:
            raise ValidationError(dict(errors))

    def _cleaned_phone(self, text: str) -> str:
        return typed_values.clean_phone(text, self.country)


_EVERYWHERE = ("trading_name", "slogan")
_PHONES = ("phone", "service_phone")
_CLEANED: dict[str, Callable[[str], str]] = {
    "country": typed_values.clean_country,
    "ships_from": typed_values.clean_country,
    "delivery_countries": typed_values.clean_countries,
    "email": clean_email,
    "domain": typed_values.clean_domain,
    "vat_number": typed_values.clean_vat_number,
    "eori_number": typed_values.clean_eori_number,
    "statement_name": typed_values.clean_statement_name,
    **dict.fromkeys(
        ("register_number", "weee_number", "battery_number", "packaging_number"), typed_values.clean_number
    ),
    **dict.fromkeys(
        (
            "trading_name",
            "slogan",
            "legal_name",
            "legal_form",
            "represented_by",
            "register_name",
            "payment_means",
            "delivery_cost_text",
        ),
        clean_line,
    ),
    **dict.fromkeys(
        (
            "address",
            "uk_responsible_person",
            "eu_responsible_person",
            "supervisory_authority",
            "arbitration_body",
            "return_address",
        ),
        clean_lines,
    ),
}
"""How each text of the record is normalised; phone numbers need the country too."""
