"""Dates as exactly as they are known: `2022`, `2022-02` or `2022-02-23`."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

_SHAPE = re.compile(r"\d{4}(-\d{2}){0,2}\Z")
_SAID = ("Y", "F Y", _("j F Y"))


def refuse_no_date(text: str) -> None:
    """Raises ValidationError for anything that is no such date."""
    try:
        first_day(text)
    except ValueError as error:
        raise ValidationError(_("Write a date as 2022, 2022-02 or 2022-02-23.")) from error


def formatted(text: str) -> str:
    """It in the reader's language: `2022`, `February 2022`, `23 February 2022`; what is empty stays so."""
    return date_format(first_day(text), str(_SAID[text.count("-")])) if text else ""


def first_day(text: str) -> date:
    """The first day that it may mean. Raises ValueError for anything that is no such date."""
    if not _SHAPE.match(text):
        raise ValueError(f"{text!r} is no date such as 2022, 2022-02 or 2022-02-23")
    return date.fromisoformat(text + "-01" * (2 - text.count("-")))
