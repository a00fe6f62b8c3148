"""In which words a market reads what the merchant wrote: Saleor's translation where it has one, else as it was written.

Every text carries its language, so that a page can say honestly in which one it is (`lang_of` in templates).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from storefront.catalog import rich_text
from storefront.core.markets import primary_language, translated_languages
from storefront.saleor import types


class LocalizedText(str):
    """What the merchant wrote, and in which language (without region)."""

    language: str

    def __new__(cls, words: str, language: str) -> LocalizedText:
        text = super().__new__(cls, words)
        text.language = language
        return text


class LocalizedHtml(SafeString):
    """Clean HTML of ours made from what the merchant wrote, and in which language that is."""

    language: str

    def __new__(cls, clean: LocalizedText) -> LocalizedHtml:
        html = super().__new__(cls, clean)
        html.language = clean.language
        return html


class Translated(models.Model):
    """Something that the merchant names and describes.

    `translations` maps a language to what is translated into it, by the name of the field: what is not is not there.
    """

    name: models.CharField[str, str]
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def told(self, field: str) -> LocalizedText:
        """What stands in a field, in the reader's language if it is translated; empty where nothing stands."""
        return pick_translation(self.translations.get(readers_language(), {}).get(field), getattr(self, field))

    def in_every_language(self, field: str) -> tuple[str, ...]:
        """What stands in a field, as it was written and in each translation."""
        return (getattr(self, field), *(texts[field] for texts in self.translations.values() if field in texts))

    @property
    def names(self) -> tuple[str, ...]:
        """The name in every language."""
        return self.in_every_language("name")


def untranslated(words: str) -> LocalizedText:
    """What the merchant wrote and nobody translated."""
    return LocalizedText(words, primary_language(settings.CATALOGUE_LANGUAGE))


def pick_translation(translated: str | None, written: str) -> LocalizedText:
    """The translation into the reader's language, else what the merchant wrote."""
    return LocalizedText(translated, readers_language()) if translated else untranslated(written)


def readers_language() -> str:
    """The language that the active market reads, without its region."""
    return primary_language(get_language() or settings.LANGUAGE_CODE)


def is_foreign(text: str) -> bool:
    """Whether it is the merchant's, in another language than the active market reads."""
    return isinstance(text, LocalizedText | LocalizedHtml) and text.language != readers_language()


def first_in_language(*texts: LocalizedText) -> LocalizedText:
    """The first that the reader's language has, else the first that says anything."""
    said = [text for text in texts if text]
    return next((text for text in said if not is_foreign(text)), said[0] if said else untranslated(""))


def text_of(html: LocalizedText) -> LocalizedText:
    """The words of HTML of ours, on one line."""
    return LocalizedText(rich_text.to_text(html), html.language)


def translated_expr(path: str, field: str) -> models.F | Coalesce:
    """For a statement: what stands in the field of a row reached by `path`, as the active market reads it."""
    language = readers_language()
    written = models.F(f"{path}{field}")
    if language not in translated_languages():
        return written
    translated = KeyTextTransform(field, KeyTransform(language, f"{path}translations"))
    return Coalesce(translated, written, output_field=models.TextField())


def read_texts(answers: Mapping[str, types.Name]) -> dict[str, dict[str, str]]:
    """What a row keeps of Saleor's translations: cut and cleaned as the original is, nothing that is empty."""
    read = {}
    for language, answer in sorted(answers.items()):
        texts = {"name": (answer.name or "")[:255]}
        if isinstance(answer, types.Texts):
            texts |= {
                "description_html": rich_text.to_html(answer.description),
                "seo_title": (answer.seo_title or "")[:255],
                "seo_description": (answer.seo_description or "")[:500],
            }
        if said := {field: words for field, words in texts.items() if words.strip()}:
            read[language] = said
    return read
