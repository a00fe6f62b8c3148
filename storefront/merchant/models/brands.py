"""The shop's brand, as the merchant keeps it in the admin."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from storefront.core.text.typed_text import clean_line
from storefront.merchant.branding import colours
from storefront.merchant.models.profiles import TAG
from storefront.page_cache import EVERY_PAGE, invalidate

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _colour_field(label: "str | StrPromise", help_text: "str | StrPromise" = "") -> "models.CharField[str, str]":
    return models.CharField(label, max_length=7, blank=True, help_text=help_text)


UNNAMED = "Shop"
"""The name of a shop that has not stated one yet."""


class BrandManager(models.Manager["Brand"]):
    """Keeps the one brand."""

    def create_missing(self) -> None:
        """Create the brand if there is none."""
        if not self.exists():
            self.create(name=UNNAMED)


class Brand(RevisionMixin, models.Model):
    """How the shop looks and what it is called, in all markets. An empty colour is the design's own."""

    class Typeface(models.TextChoices):
        """The typefaces that the shop can use; all are served by the shop itself."""

        SERIF = "serif", _("Serif for headings and guides, sans serif for the rest")
        SANS = "sans", _("Sans serif everywhere")
        SYSTEM = "system", _("The device’s own typeface")

    name = models.CharField(_("name"), max_length=60, help_text=_("The shop’s name on every page and in emails."))
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Shown 32 pixels high in the header, in place of the name. Empty: the name in text."),
    )
    shows_bars = models.BooleanField(
        _("show the three bars"), default=False, help_text=_("The mark of the demo shop, in front of the name.")
    )
    typeface = models.CharField(_("typeface"), max_length=10, choices=Typeface.choices, default=Typeface.SERIF)
    background_light = _colour_field(_("background, light"), _("As #fbf8f3. The page’s background."))
    background_dark = _colour_field(_("background, dark"), _("For devices that are set to dark."))
    text_light = _colour_field(_("text, light"))
    text_dark = _colour_field(_("text, dark"))
    accent_light = _colour_field(_("accent, light"), _("Buttons and links."))
    accent_dark = _colour_field(_("accent, dark"))
    highlight_light = _colour_field(_("highlight, light"), _("Small marks and the focus ring."))
    highlight_dark = _colour_field(_("highlight, dark"))

    objects = BrandManager()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brand")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the brand, and drop all pages."""
        super().save(*args, **kwargs)
        invalidate(TAG, EVERY_PAGE)

    def clean(self) -> None:
        """Normalise the name and the colours, and refuse colours that cannot be read on each other."""
        super().clean()
        self.name = clean_line(self.name or "")
        errors: dict[str, ValidationError] = {}
        for name in colours.FIELDS:
            try:
                setattr(self, name, colours.clean_colour(getattr(self, name) or ""))
            except ValidationError as error:
                errors[name] = error
        if not errors:
            palette = colours.palette_of({name: getattr(self, name) for name in colours.FIELDS})
            errors = {name: ValidationError(str(text)) for name, text in colours.unreadable(palette)}
        if errors:
            raise ValidationError(dict(errors))
