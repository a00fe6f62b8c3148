"""Text that knows its language.

What the merchant writes may be in another language than the page that shows it. These types carry the language to the
template, where `lang_of` marks it for screen readers. A plain str is in the language of the page.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale

from storefront.core.markets import primary_language


class LocalizedText(str):
    """Text of the merchant and its language, without the region (`de`).

    Methods of str return a plain str; `with_words` keeps the language.
    """

    language: str

    def __new__(cls, words: str, language: str) -> LocalizedText:
        text = super().__new__(cls, words)
        text.language = language
        return text

    def with_words(self, words: str) -> LocalizedText:
        """Other words in the same language, such as a part of this text."""
        return LocalizedText(words, self.language)

    def lines(self) -> tuple[LocalizedText, ...]:
        """The lines that are not empty."""
        return tuple(self.with_words(line.strip()) for line in self.splitlines() if line.strip())


class LocalizedHtml(SafeString):
    """Cleaned HTML of the merchant's text and its language, without the region."""

    language: str

    def __new__(cls, clean: LocalizedText) -> LocalizedHtml:
        html = super().__new__(cls, clean)
        html.language = clean.language
        return html


def readers_locale() -> Locale:
    """Return the locale that formats numbers and names for the active market.

    A market may combine any language with any country: where there is no such locale (English in Japan), it is that of
    the language.
    """
    return locale_of(get_language() or settings.LANGUAGE_CODE)


@cache
def locale_of(language: str) -> Locale:
    """Return the locale of a Django language code, or the nearest that exists."""
    for code in (language, primary_language(language), primary_language(settings.LANGUAGE_CODE), "en"):
        try:
            return Locale.parse(to_locale(code))
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel has no English")


def readers_language() -> str:
    """Return the language of the active market, without its region."""
    return primary_language(get_language() or settings.LANGUAGE_CODE)


def untranslated(words: str) -> LocalizedText:
    """Text as the merchant wrote it, in the catalogue's language."""
    return LocalizedText(words, primary_language(settings.CATALOGUE_LANGUAGE))


def in_readers_language(words: str) -> LocalizedText:
    """Text that is already in the language of the active market."""
    return LocalizedText(words, readers_language())


def pick_translation(translated: str | None, written: str) -> LocalizedText:
    """The translation into the reader's language, or else what the merchant wrote."""
    return in_readers_language(translated) if translated else untranslated(written)


def first_in_language(*texts: LocalizedText) -> LocalizedText:
    """The first text in the reader's language, or else the first that is not empty."""
    stated = [text for text in texts if text]
    return next((text for text in stated if not is_foreign(text)), stated[0] if stated else untranslated(""))


def is_foreign(text: LocalizedText | LocalizedHtml) -> bool:
    """Whether the text is in another language than that of the active market."""
    return text.language != readers_language()


def sort_key(text: str) -> str:
    """Return the text in lower case without diacritics, so that "Österreich" is sorted under O."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
