"""The form of the safety rules: tables of cells, limits with their units, words, and the reason for the change."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.catalog.pages.formatting import format_number
from storefront.catalog.safety_rules.versions import Reason
from storefront.catalog.safety_rules.wording import (
    NOTES,
    RATINGS,
    SECTIONS,
    in_words,
    label_of,
    limit_label,
    material,
    row_label,
)
from storefront.core.forms.fields import LineField, LinesField, NumberField
from storefront.safety.rules import RULES
from storefront.safety.rules.editing import (
    EDITABLE,
    FEWEST_LETTERS,
    Additions,
    Cell,
    Changes,
    Editable,
    Limit,
    Section,
    Value,
    only_edited,
    value_of,
)
from storefront.safety.verdicts import BASE_ORDER

FEWEST_WORDS = 3


class LimitField(LineField):
    """A number of a limit, with a decimal point or comma."""

    def __init__(self, limit: Limit, **kwargs: Any) -> None:
        super().__init__(required=not limit.is_optional, max_length=12, **kwargs)
        self._limit = limit
        self.widget.attrs |= {"inputmode": "decimal", "size": 6}

    def clean(self, value: Any) -> Any:
        """Return a Decimal, or None where nothing is typed."""
        text = super().clean(value)
        if not text:
            return None
        low, high = self._limit.bounds
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not self._limit.bounds.hold(number):
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.") % {"low": low, "high": high})
        return number


class WordsField(LinesField):
    """Words, one per line."""

    def __init__(self, rule: Additions, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10_000, **kwargs)
        self._rule = rule
        self.widget.attrs |= {"rows": 4, "cols": 40, "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        """Return the words, in plain letters."""
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        try:
            return self._rule.parse(lines)
        except ValueError:
            message = _("Write words of at least %(letters)d letters, one per line, and at most 200 of them.")
            raise ValidationError(message % {"letters": FEWEST_LETTERS}) from None


class RulesForm(forms.Form):
    """All rules that can be edited, and why they change. `current` are the edits that the form begins with."""

    why = LinesField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("What has changed in what is known. Kept in the history."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )
    source = LinesField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Such as a leaflet, a study or a label, with where to find it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )
    source_date = forms.DateField(
        label=gettext_lazy("Date of the source"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, current: Changes, in_force: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._current = current
        self.fields["in_force"] = NumberField(widget=forms.HiddenInput, required=False, initial=in_force)
        for path, rule in EDITABLE.items():
            if not (isinstance(rule, Cell) and rule.is_fixed):
                self.fields[path] = _field(path, rule, value_of(current, path))

    def clean_source_date(self) -> Any:
        """Refuse a date in the future."""
        day = self.cleaned_data["source_date"]
        if day > timezone.localdate():
            raise ValidationError(_("Enter a date that is not in the future."))
        return day

    def clean_why(self) -> str:
        """Ask for a sentence."""
        text: str = self.cleaned_data["why"]
        if len(text.split()) < FEWEST_WORDS:
            raise ValidationError(_("Say in a sentence why the rules change."))
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse a range of pH without anything in it."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("limits.ph_min"), cleaned.get("limits.ph_max")
        if low is not None and high is not None and low >= high:
            self.add_error("limits.ph_max", _("Enter a number above the lowest pH."))
        return cleaned

    @property
    def changes(self) -> dict[str, Value]:
        """The edits of a valid form."""
        values = {path: self._value(path, rule) for path, rule in EDITABLE.items() if path in self.fields}
        return only_edited(values)

    def _value(self, path: str, rule: Editable) -> Value:
        value = self.cleaned_data[path]
        return frozenset(value) if isinstance(rule, Additions) else value

    @property
    def reason(self) -> Reason:
        """Why the rules change."""
        data = self.cleaned_data
        return Reason(why=data["why"], source=data["source"], source_date=data["source_date"])

    @property
    def sections(self) -> Iterator["FormSection"]:
        """The rules in the order of the form."""
        for section, title in SECTIONS.items():
            paths = [path for path, rule in EDITABLE.items() if rule.section is section]
            rows: dict[str, list[FormField]] = {}
            for path in paths:
                rows.setdefault(row_label(path), []).append(self._form_field(path))
            columns = _columns(section)
            yield FormSection(
                title=title,
                note=NOTES.get(section),
                columns=columns,
                rows=tuple(FormRow(label=label, fields=tuple(fields)) for label, fields in rows.items()),
            )

    def _form_field(self, path: str) -> "FormField":
        rule = EDITABLE[path]
        is_edited = value_of(self._current, path) != rule.packaged
        return FormField(
            label=label_of(path),
            field=self[path] if path in self.fields else None,
            packaged=in_words(path, rule.packaged),
            is_edited=is_edited,
            unit=rule.unit.value if isinstance(rule, Limit) and rule.unit else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One rule of the form. `field` is None for what cannot be edited; `packaged` is the packaged value in words."""

    label: str
    field: forms.BoundField | None
    packaged: str
    is_edited: bool
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of a table of the form."""

    label: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A table of the form. `columns` are empty where each row has one field."""

    title: Promise
    note: Promise | None
    columns: tuple[str, ...]
    rows: tuple[FormRow, ...]


def _columns(section: Section) -> tuple[str, ...]:
    match section:
        case Section.BARRIERS | Section.MATERIALS:
            return tuple(_(RULES.labels[base]) for base in BASE_ORDER)
        case Section.STAGES:
            return tuple(map(limit_label, ("max_diameter_mm", "max_insertable_mm")))
    return ()


def _field(path: str, rule: Editable, value: Value) -> forms.Field:
    label = label_of(path)
    match rule:
        case Cell():
            return forms.ChoiceField(label=label, choices=list(RATINGS.items()), initial=value)
        case Limit():
            shown = format_number(value) if isinstance(value, Decimal) else ""
            return LimitField(rule, label=label, initial=shown)
        case Additions(choices=()):
            return WordsField(rule, label=label, initial="\n".join(sorted(_words(value))))
        case Additions(choices=choices):
            return forms.MultipleChoiceField(
                label=label,
                required=False,
                choices=[(slug, material(slug)) for slug in choices],
                widget=forms.CheckboxSelectMultiple,
                initial=sorted(_words(value)),
            )


def _words(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()
