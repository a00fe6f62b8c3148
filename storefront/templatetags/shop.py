"""Template filters that every page may use (a template builtin)."""

from typing import Protocol

from babel.numbers import format_currency
from django import template
from django.utils.translation import get_language
from django.utils.translation import to_locale as django_to_locale

register = template.Library()


class HasAmount(Protocol):
    """Anything with an amount in major units and an ISO 4217 currency."""

    @property
    def amount(self) -> object: ...

    @property
    def currency(self) -> str: ...


@register.filter
def money(value: HasAmount | None) -> str:
    """`Money` as the reader's market writes it: £7.50, $8.00, €7.00. Nothing gives an empty text."""
    if value is None:
        return ""
    return format_currency(value.amount, value.currency, locale=django_to_locale(get_language() or "en-gb"))  # type: ignore[arg-type]
