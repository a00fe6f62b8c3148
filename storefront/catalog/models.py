"""Our read model of Saleor's catalogue: rows that pages read without asking Saleor.

Rows are written only by `sync`. Nothing is deleted when it leaves Saleor: a listing or offer that a market no longer has is
withdrawn, so that what links to it can say so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.search import index

from storefront.safety.facts import ProductFacts, read_facts
from storefront.saleor.types import Money


class Category(models.Model):
    """A category; `path` is the slash-joined slugs from its root, so that descendants are one prefix."""

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=1000, db_index=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "categories"
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("catalog:category", args=[self.slug])


class Collection(models.Model):
    """A hand-made selection of products."""

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("catalog:collection", args=[self.slug])


class Product(index.Indexed, models.Model):
    """A product. `attributes` maps Saleor attribute slugs to values as docs/attributes.md says; `gate_breaks` names the
    listing gates it breaks, in order, and `may_be_sold` is False for kinds that this shop never sells."""

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    product_type = models.SlugField(max_length=255)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="products")
    collections = models.ManyToManyField(Collection, related_name="products", blank=True)
    attributes = models.JSONField(default=dict)
    gate_breaks = models.JSONField(default=list)
    may_be_suggested = models.BooleanField(default=True)
    may_be_sold = models.BooleanField(default=True)
    saleor_updated_at = models.DateTimeField()
    synced_at = models.DateTimeField(auto_now=True)

    search_fields: ClassVar = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("search_text"),
        index.FilterField("slug"),
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
        """What is stated about it, typed; absent is None."""
        return read_facts(self.attributes, category=self.category.slug if self.category else "")

    @property
    def search_text(self) -> str:
        """What search reads beside the name: the description without markup, and attribute values."""
        values = [value for value in self.attributes.values() if isinstance(value, list)]
        words = " ".join(slug.replace("-", " ") for slugs in values for slug in slugs)
        return f"{strip_tags(self.description_html)} {words}"


class Listing(models.Model):
    """A product in one channel: whether it is shown there, what it costs from, and whether any of it is left.

    Prices are gross major units of `currency`, the lowest over the variants; None when no variant has a price.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="listings")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3)
    published = models.BooleanField(default=True)
    purchasable = models.BooleanField(default=True)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    price_max = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    in_stock = models.BooleanField(default=False)
    left = models.PositiveIntegerField(null=True)
    seen_in = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "channel"], name="one_listing_per_product_and_channel")
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "published"])]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.channel}"


class Variant(models.Model):
    """A variant; `position` is Saleor's order. `attributes` as on the product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    saleor_id = models.CharField(max_length=255, unique=True)
    sku = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField(default=0)
    attributes = models.JSONField(default=dict)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A variant in one channel: gross price in major units, and how many are left (None: Saleor does not say)."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="offers")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    left = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "channel"], name="one_offer_per_variant_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} in {self.channel}"

    @property
    def money(self) -> Money | None:
        """The price, or None when it is not for sale there."""
        return None if self.price is None else Money(amount=_plain(self.price), currency=self.currency)


def _plain(amount: Decimal) -> Decimal:
    """Without needless zeros after the second decimal."""
    return amount.quantize(Decimal("0.01")) if amount == amount.quantize(Decimal("0.01")) else amount


class Media(models.Model):
    """A picture of a product; addresses are as Saleor gave them."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="media")
    saleor_id = models.CharField(max_length=255)
    alt = models.CharField(max_length=500, blank=True)
    small = models.CharField(max_length=1000)
    large = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "media"
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["product", "saleor_id"], name="one_row_per_media")]

    def __str__(self) -> str:
        return self.alt or self.saleor_id


class AttributeValue(models.Model):
    """One choice, number or flag of one product as a row, for facets and filters: `number` in the attribute's unit."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="attribute_values")
    attribute = models.SlugField(max_length=255)
    attribute_name = models.CharField(max_length=255)
    unit = models.CharField(max_length=40, blank=True)
    slug = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    number = models.DecimalField(max_digits=16, decimal_places=4, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["attribute", "slug"]),
            models.Index(fields=["attribute", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.attribute}={self.slug or self.number}"


class SyncMark(models.Model):
    """How far a catalogue sync of one channel has come, so that an interrupted one is told from a finished one."""

    channel = models.SlugField(max_length=255, unique=True)
    run = models.UUIDField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    products = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.channel
