"""Sources that pages cite: their block, their codes in other blocks, and dates that may be known to the year only."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from education.blocks.typed import CharBlock, URLBlock

_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}){0,2}\Z")
_FORMATS = ("Y", "F Y", _("j F Y"))
"""Django date formats by the number of hyphens in a partial date."""


def source_codes(text: str) -> tuple[str, ...]:
    """Return the codes in a field such as "S1, S4", in order and without duplicates."""
    return tuple(dict.fromkeys(re.findall(r"[^\s,;]+", text)))


def first_day(partial_date: str) -> date:
    """Return the first day of `2022`, `2022-02` or `2022-02-23`. Raises ValueError for any other text."""
    if not _PARTIAL_DATE.match(partial_date):
        raise ValueError(f"{partial_date!r} is no date such as 2022, 2022-02 or 2022-02-23")
    return date.fromisoformat(partial_date + "-01" * (2 - partial_date.count("-")))


def validate_partial_date(text: str) -> None:
    """Raise ValidationError unless `text` is a partial date."""
    try:
        first_day(text)
    except ValueError as error:
        raise ValidationError(_("Write a date as 2022, 2022-02 or 2022-02-23.")) from error


def format_partial_date(partial_date: str) -> str:
    """Format a partial date in the reader's language (`February 2022`). An empty text stays empty."""
    return date_format(first_day(partial_date), str(_FORMATS[partial_date.count("-")])) if partial_date else ""


class SourceKind(TextChoices):
    """How much weight a source has."""

    OFFICIAL = "official", _("Official")
    RESEARCH = "research", _("Research")
    SECONDARY = "secondary", _("Second-hand")


class SourceCodesBlock(CharBlock):
    """Codes of sources, such as "S1, S4"."""


def _date_block(label: str | Promise, help_text: str | Promise) -> CharBlock:
    # Not a date: of many sources only the year is known.
    return CharBlock(
        label=label,
        required=False,
        max_length=10,
        validators=[validate_partial_date],
        help_text=format_lazy("{} {}", help_text, _("As exactly as it is known: 2022, 2022-02 or 2022-02-23.")),
    )


class SourceBlock(blocks.StructBlock):
    """A source of a page's claims."""

    code = CharBlock(label=_("Code"), max_length=12, validators=[RegexValidator(r"^[A-Za-z0-9-]+\Z")])
    title = CharBlock(label=_("Title"), max_length=200)
    url = URLBlock(label=_("Address"), required=False)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=SourceKind.choices)
    published = _date_block(_("Date"), _("When it was published or last changed, as far as it says. Empty: undated."))
    read = _date_block(_("Last read by us"), _("When one of us last read it."))

    class Meta:
        label = _("Source")
        icon = "link"
        description = _("A source, and of what kind it is, so that readers can weigh it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source of kind "official", "research" or "secondary". `url` may be empty, and so may both partial dates."""

    code: str
    title: str
    url: str
    kind: str
    published: str = ""
    read: str = ""

    @property
    def dated(self) -> str:
        """`published` in the reader's language."""
        return format_partial_date(self.published)

    @property
    def last_read(self) -> str:
        """`read` in the reader's language."""
        return format_partial_date(self.read)


def source_views(stream: blocks.StreamValue) -> tuple[SourceView, ...]:
    """Return a page's list of sources."""
    names = ("code", "title", "url", "kind", "published", "read")
    return tuple(SourceView(**{name: block.value[name] or "" for name in names}) for block in stream)
