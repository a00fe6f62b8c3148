"""What search reads: synonyms, as editors keep them, and the index of products, guides and glossary terms."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from education.search.languages import default_language, language_choices
from storefront import page_cache


class Synonym(models.Model):
    """A search for `word` also finds `means`, in one language. Both are stored as plain lower-case words."""

    language = models.CharField(_("language"), max_length=8, choices=language_choices, default=default_language)
    word = models.CharField(_("what readers type"), max_length=60)
    means = models.CharField(_("what we call it"), max_length=60)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        ordering: ClassVar = ["language", "word"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["language", "word"],
                name="one_meaning_each",
                violation_error_message=_("This word has its meaning already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.means}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Invalidate cached suggestions."""
        super().save(*args, **kwargs)
        page_cache.invalidate("guides")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Invalidate cached suggestions."""
        page_cache.invalidate("guides")
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """Reduce both sides to words. Raise ValidationError if one is empty or both are the same."""
        self.word, self.means = (" ".join(re.findall(r"\w+", side.lower())) for side in (self.word, self.means))
        for field in ("word", "means"):
            if not getattr(self, field):
                raise ValidationError({field: _("Give at least one word.")})
        if self.word == self.means:
            raise ValidationError({"means": _("This is the same word.")})


class SearchEntry(models.Model):
    """A product, a glossary term, a guide, or a part of a guide, as it is found in one language."""

    class Kind(models.TextChoices):
        """What is found."""

        PRODUCT = "product"
        GUIDE = "guide"
        TERM = "term"

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.PositiveBigIntegerField()  # of the product or page
    language = models.CharField(max_length=8)
    anchor = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=255, blank=True)  # the title of the part that the anchor leads to
    names = models.TextField(blank=True)  # the stems of each of its names, one name a line
    size_mm = models.FloatField(null=True)
    size_ml = models.FloatField(null=True)  # of one piece
    breadth = models.PositiveSmallIntegerField(default=0)  # how many other things it works with

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="search_entry_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}#{self.anchor} ({self.language})"


class SearchPosting(models.Model):
    """A stem or measure that an entry is found by, and how much it says about the entry."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="postings")
    language = models.CharField(max_length=8)
    token = models.CharField(max_length=60)
    weight = models.FloatField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["language", "token"], name="search_posting_of")]

    def __str__(self) -> str:
        return f"{self.token} ({self.language})"


class SearchWord(models.Model):
    """A word of the indexed texts in lower case, for corrections and compounds."""

    language = models.CharField(max_length=8)
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["language", "word"], name="one_stem_each")]

    def __str__(self) -> str:
        return f"{self.word} → {self.stem}"
