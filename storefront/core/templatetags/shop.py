"""Template filters that every page may use (a template builtin)."""

from typing import Protocol

from babel.numbers import format_currency
from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import to_locale as django_to_locale

from storefront.catalog.translations import LocalizedHtml, LocalizedText, is_foreign
from storefront.core.markets import active_market, prefix_of

register = template.Library()


class HasAmount(Protocol):
    """Anything with an amount in major units and an ISO 4217 currency."""

    @property
    def amount(self) -> object: ...

    @property
    def currency(self) -> str: ...


@register.simple_tag
def market_prefix() -> str:
    """What addresses of the active market begin with: for pages that stand without a context, as errors do."""
    return prefix_of(active_market())


@register.simple_tag
def lang_of(text: object, otherwise: str = "") -> str:
    """The `lang` attribute of a text of the merchant's, with a space before it; empty where readers read that too.

    Any other text is in the language of what it stands in, where that is not the page's.
    """
    if isinstance(text, LocalizedText | LocalizedHtml):
        return lang(text.language) if is_foreign(text) else ""
    return lang(otherwise)


@register.filter
def lang(language: str) -> str:
    """The `lang` attribute for text in this language, with a space before it; empty for that of the page."""
    return format_html(' lang="{}"', language) if language else ""


@register.filter
def money(value: HasAmount | None) -> str:
    """`Money` as the reader's market writes it: £7.50, $8.00, €7.00. Nothing gives an empty text."""
    if value is None:
        return ""
    return format_currency(value.amount, value.currency, locale=django_to_locale(get_language() or "en-gb"))  # type: ignore[arg-type]
