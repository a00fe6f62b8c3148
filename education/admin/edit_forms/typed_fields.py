"""Normalise what editors type in Wagtail's edit forms, with the fields of storefront/core/forms/fields.py."""

from django import forms
from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.slug import SlugInput

from storefront.core.forms.fields import LineField, LinesField
from storefront.core.text.typed_text import clean_code, clean_line


class SlugField(forms.SlugField):
    """The part of a page's address that names it."""

    def to_python(self, value: object) -> str | None:
        """Normalise the value before it is checked."""
        return super().to_python(value if value is None else clean_code(str(value)))


class URLField(forms.URLField):
    """A web address."""

    def to_python(self, value: object) -> str | None:
        """Normalise the value before it is checked."""
        return super().to_python(value if value is None else clean_line(str(value)))


def register() -> None:
    """Make the edit forms of all models use these fields."""
    register_form_field_override(models.CharField, override={"form_class": LineField}, exact_class=True)
    register_form_field_override(
        models.TextField, override={"form_class": LinesField, "widget": AdminAutoHeightTextInput}, exact_class=True
    )
    register_form_field_override(models.SlugField, override={"form_class": SlugField, "widget": SlugInput})
    register_form_field_override(models.URLField, override={"form_class": URLField, "assume_scheme": "https"})
