"""Template filters and tags available on every page (a template builtin)."""

from typing import Protocol

from babel.numbers import format_currency
from django import template
from django.utils.html import format_html

from storefront.core.markets import active_market, prefix_of
from storefront.core.text.localized_text import LocalizedHtml, LocalizedText, is_foreign, readers_locale

register = template.Library()


class HasAmount(Protocol):
    """An amount in major units with an ISO 4217 currency."""

    @property
    def amount(self) -> object: ...

    @property
    def currency(self) -> str: ...


@register.simple_tag
def market_prefix() -> str:
    """Return the URL prefix of the active market, for pages rendered without a request, such as error pages."""
    return prefix_of(active_market())


@register.simple_tag
def lang_of(text: object, otherwise: str = "") -> str:
    """Return the `lang` attribute of a text, with a leading space; empty when readers of the page read its language
    too.

    A text without a language of its own is in the language `otherwise`, where that is not the page's.
    """
    if isinstance(text, LocalizedText | LocalizedHtml):
        return lang(text.language) if is_foreign(text) else ""
    return lang(otherwise)


@register.filter
def lang(language: str) -> str:
    """Return a `lang` attribute with a leading space; empty for an empty language (that of the page)."""
    return format_html(' lang="{}"', language) if language else ""


@register.filter
def money(value: HasAmount | None) -> str:
    """Format money for the active market: £7.50, $8.00, €7.00. None gives an empty string."""
    if value is None:
        return ""
    return format_currency(value.amount, value.currency, locale=readers_locale())  # type: ignore[arg-type]
