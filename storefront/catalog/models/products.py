"""Products: what they say, their pictures, their attribute values as rows, and the slugs they had before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.search import index

from storefront.catalog.models.sections import Category, Collection
from storefront.catalog.translations import Translated
from storefront.core.text.localized_text import LocalizedText, pick_translation, readers_language
from storefront.safety.facts import ProductFacts, read_facts
from storefront.safety.mentions import Mentions
from storefront.safety.value_types import StatedValue

_MAX_CACHED_FACTS = 5000
_cached_facts: OrderedDict[tuple[str, str], tuple[tuple[Mapping[str, StatedValue], object], ProductFacts]] = (
    OrderedDict()
)


class ProductQuerySet(models.QuerySet["Product"]):
    """Queries for products."""

    def with_category(self) -> ProductQuerySet:
        """Load the category too, which `Product.facts` reads."""
        return self.select_related("category")


class Product(index.Indexed, Translated):
    """A product.

    `attributes` maps attribute slugs to values (docs/attributes.md), `labels` the same slugs to what pages show
    (`Shown`): {"name": "Material", "values": ["Silicone"]}, and for a text its translations, {"texts": {"de": …}}.
    `mentions` is what its words name of what the safety rules look for (`Mentions`).
    `videos` are links: {"url", "title", "provider"}. `gate_breaks` lists the listing gates that it breaks, and
    `left_out` the kinds of content that pages do not show. `may_be_sold` is False for products that this shop never
    sells, `is_shipped` for digital ones. `rules` is the fingerprint of the safety rules by which it was judged.
    `digest` changes with the content, and `read_at` is when Saleor was asked.
    """

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    left_out = models.JSONField(default=list, blank=True)
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    product_type = models.SlugField(max_length=255, allow_unicode=True)
    is_shipped = models.BooleanField(default=True)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="products")
    collections = models.ManyToManyField(Collection, related_name="products", blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    labels = models.JSONField(default=dict, blank=True)
    mentions = models.JSONField(default=dict, blank=True)
    videos = models.JSONField(default=list, blank=True)
    gate_breaks = models.JSONField(default=list, blank=True)
    may_be_suggested = models.BooleanField(default=True)
    may_be_sold = models.BooleanField(default=True)
    rules = models.CharField(max_length=16, blank=True, db_index=True)
    picture_small = models.CharField(max_length=2048, blank=True)
    picture_large = models.CharField(max_length=2048, blank=True)
    picture_alt = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    saleor_updated_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    synced_at = models.DateTimeField(auto_now=True)

    objects = ProductQuerySet.as_manager()

    search_fields: ClassVar = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("search_text"),
    ]

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("catalog:product", args=[self.slug])

    @property
    def facts(self) -> ProductFacts:
        """What is stated about it, typed. Read once and kept in memory while the content stays the same."""
        category = self.category.slug if self.category else ""
        content = (self.attributes, self.mentions)
        cached = _cached_facts.get((self.digest, category))
        if cached is not None and cached[0] == content:
            return cached[1]
        facts = read_facts(self.attributes, category=category, mentions=Mentions.from_lists(self.mentions))
        _cached_facts[self.digest, category] = (content, facts)
        while len(_cached_facts) > _MAX_CACHED_FACTS:
            _cached_facts.popitem(last=False)
        return facts

    def translated_text(self, attribute: str) -> LocalizedText:
        """A text attribute in the reader's language if it is translated; empty if it is not stated."""
        written, texts = self.attributes.get(attribute), self.labels.get(attribute, {}).get("texts", {})
        return pick_translation(texts.get(readers_language()), written if isinstance(written, str) else "")

    @property
    def title(self) -> str:
        """Its name and its category's name in every language: a search for lubricant should find gels."""
        return " ".join(dict.fromkeys([*self.names, *(self.category.names if self.category else ())]))

    @property
    def search_text(self) -> str:
        """What search reads besides the title: the descriptions in every language, and attribute values."""
        slugs = [slug for value in self.attributes.values() if isinstance(value, list) for slug in value]
        names = [name for label in self.labels.values() for name in label["values"]]
        words = dict.fromkeys([*(slug.replace("-", " ") for slug in slugs), *names])
        descriptions = [strip_tags(html) for html in self.in_every_language("description_html")]
        return " ".join([*descriptions, *words])


class FormerSlug(models.Model):
    """A slug that a product had before. Its old URLs redirect, unless another product has the slug now."""

    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    product = models.ForeignKey(Product, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Media(models.Model):
    """A picture of a product; its URLs are Saleor's."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="media")
    saleor_id = models.CharField(max_length=255)
    alt = models.CharField(max_length=500, blank=True)
    small = models.CharField(max_length=2048)
    large = models.CharField(max_length=2048)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "media"
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["product", "saleor_id"], name="one_row_per_media")]

    def __str__(self) -> str:
        return self.alt or self.saleor_id


class AttributeValue(models.Model):
    """One choice, number or flag of a product as a row, for facets and filters.

    `number` is in the unit of docs/attributes.md if the attribute is listed there, else in Saleor's. A flag's slug is
    `true` or `false`.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="attribute_values")
    attribute = models.SlugField(max_length=255, allow_unicode=True)
    attribute_name = models.CharField(max_length=255)
    slug = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["attribute", "slug"]),
            models.Index(fields=["attribute", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}={self.slug or self.number}"
