"""The merchant's translations: stored in each row, and read in the language of the active market."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from storefront.catalog.pages import rich_text
from storefront.core.markets import translated_languages
from storefront.core.text.localized_text import LocalizedText, pick_translation, readers_language
from storefront.saleor import types


class Translated(models.Model):
    """A row that the merchant names and describes.

    `translations` maps a language to the translated fields by name; what is not translated is absent.
    """

    name: models.CharField[str, str]
    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def translated(self, field: str) -> LocalizedText:
        """A field's text in the reader's language if it is translated, else as the merchant wrote it."""
        return pick_translation(self.translations.get(readers_language(), {}).get(field), getattr(self, field))

    def in_every_language(self, field: str) -> tuple[str, ...]:
        """A field's text as it was written and in each translation."""
        return (getattr(self, field), *(texts[field] for texts in self.translations.values() if field in texts))

    @property
    def names(self) -> tuple[str, ...]:
        """The name in every language."""
        return self.in_every_language("name")


def text_of(html: LocalizedText) -> LocalizedText:
    """The words of cleaned HTML, on one line."""
    return html.with_words(rich_text.to_text(html))


def translated_expr(path: str, field: str) -> models.F | Coalesce:
    """A query expression for `Translated.translated(field)` of the row that `path` leads to (`product__`)."""
    language = readers_language()
    written = models.F(f"{path}{field}")
    if language not in translated_languages():
        return written
    translated = KeyTextTransform(field, KeyTransform(language, f"{path}translations"))
    return Coalesce(translated, written, output_field=models.TextField())


def stored_translations(answers: Mapping[str, types.Name]) -> dict[str, dict[str, str]]:
    """Saleor's translations as `Translated.translations` holds them: cut and cleaned like the originals, none empty."""
    stored = {}
    for language, answer in sorted(answers.items()):
        texts = {"name": (answer.name or "")[:255]}
        if isinstance(answer, types.Texts):
            texts |= {
                "description_html": rich_text.to_html(answer.description),
                "seo_title": (answer.seo_title or "")[:255],
                "seo_description": (answer.seo_description or "")[:500],
            }
        if kept := {field: words for field, words in texts.items() if words.strip()}:
            stored[language] = kept
    return stored
