"""Form fields that normalise what people type. Every form of the project uses these in place of Django's.

ruff forbids `forms.CharField` and its kin elsewhere, and a test walks all forms.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.core.text.email_addresses import clean_email
from storefront.core.text.typed_text import clean_code, clean_line, clean_lines


class LineField(forms.CharField):
    """A person's own words on one line: a name, a street, a title. What shows nothing counts as empty."""

    def to_python(self, value: Any) -> str | None:
        """Normalise the value before its length is checked."""
        return super().to_python(value if value is None else clean_line(str(value)))


class LinesField(forms.CharField):
    """A person's own words on several lines, with a text area."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        """Normalise the value before its length is checked."""
        return super().to_python(value if value is None else clean_lines(str(value)))


class CodeField(forms.CharField):
    """Text that names something: a code, an order number, an ID or token that a page carries. Case is kept."""

    def to_python(self, value: Any) -> str | None:
        """Normalise the value before its length is checked."""
        return super().to_python(value if value is None else clean_code(str(value)))


class NumberField(forms.IntegerField):
    """A whole number, also with full-width digits or pasted with invisible marks."""

    def to_python(self, value: Any) -> int | None:
        """Normalise the digits before they are read."""
        return super().to_python(clean_code(value) if isinstance(value, str) else value)


class EmailField(forms.CharField):
    """An email address. Each refusal says what to change."""

    widget = forms.EmailInput
    default_error_messages = {"required": _("Enter your email address.")}

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Browsers would refuse an address that a person pasted with a space, before it can be cleaned.
        self.widget.attrs.setdefault("autocomplete", autocomplete)
        self.widget.attrs.setdefault("inputmode", "email")
        self.widget.attrs.setdefault("spellcheck", "false")
        self.widget.attrs.setdefault("autocapitalize", "none")

    def to_python(self, value: Any) -> str:
        """Raise ValidationError if the value is no address that Saleor accepts."""
        return clean_email(str(value or ""))


class PasswordField(forms.CharField):
    """A password, exactly as typed: nothing is removed, so that every password that Saleor knows can be entered."""

    widget = forms.PasswordInput

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.widget.attrs["autocomplete"] = autocomplete
