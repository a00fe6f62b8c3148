"""Our read model of Saleor's catalogue: rows that pages read without asking Saleor.

Rows are written only by the sync. Nothing is deleted when it leaves Saleor: a listing or offer that a market no longer
has is withdrawn, so that what links to it can say so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.search import index

from storefront.catalog.facts_cache import read_once
from storefront.catalog.refresh_queue import PendingRefresh
from storefront.catalog.translations import Translated
from storefront.core.localized_text import LocalizedText, pick_translation, readers_language
from storefront.safety.facts import ProductFacts
from storefront.saleor.types import Money

__all__ = [
    "AttributeValue",
    "Category",
    "Collection",
    "CollectionListing",
    "FormerSlug",
    "Listing",
    "Media",
    "Offer",
    "PendingRefresh",
    "Product",
    "SyncState",
    "Variant",
    "as_money",
]


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, asked for in words."""

    def present(self) -> CategoryQuerySet:
        """Still in Saleor."""
        return self.filter(withdrawn=False)

    def within(self, category: Category) -> CategoryQuerySet:
        """This category and everything below it."""
        return self.filter(models.Q(pk=category.pk) | models.Q(path__startswith=f"{category.path}/"))

    def above(self, category: Category) -> CategoryQuerySet:
        """What this category is in, from its root down, without itself."""
        *slugs, _own = category.path.split("/")
        return self.filter(slug__in=slugs).order_by(Length("path"))


class ProductQuerySet(models.QuerySet["Product"]):
    """Products, asked for in words."""

    def listed_in(self, channel: str) -> ProductQuerySet:
        """Shown in this channel."""
        return self.filter(listings__channel=channel, listings__published=True)

    def in_category(self, category: Category) -> ProductQuerySet:
        """In this category or below it."""
        return self.filter(category__in=Category.objects.within(category))

    def with_category(self) -> ProductQuerySet:
        """With the category at hand, as `Product.facts` needs it."""
        return self.select_related("category")


class Category(Translated):
    """A category; `path` is the slash-joined slugs from its root, so that descendants are one prefix. `position` is the
    place in Saleor's own order.
    """

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=2000, db_index=True)
    position = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("catalog:category", args=[self.slug])


class Collection(Translated):
    """A hand-made selection of products; `CollectionListing` says in which channels it is shown."""

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("catalog:collection", args=[self.slug])


class CollectionListing(models.Model):
    """A collection in one channel."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="listings")
    channel = models.SlugField(max_length=255)
    published = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "channel"], name="one_listing_per_collection_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} in {self.channel}"


class Product(index.Indexed, Translated):
    """A product.

    `attributes` maps Saleor attribute slugs to values as docs/attributes.md says, `labels` the same slugs to the
    merchant's own words: {"name": "Material", "values": ["Silicone"]}, and of a text {"texts": {"de": …}}, what it says
    in other languages. `gate_breaks` names the listing gates it breaks, in order, and `may_be_sold` is False for kinds
    that this shop never sells. `digest` tells whether a read says anything new; `read_at` is when Saleor was asked for
    what stands here.
    """

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)
    product_type = models.SlugField(max_length=255, allow_unicode=True)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="products")
    collections = models.ManyToManyField(Collection, related_name="products", blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    labels = models.JSONField(default=dict, blank=True)
    gate_breaks = models.JSONField(default=list, blank=True)
    may_be_suggested = models.BooleanField(default=True)
    may_be_sold = models.BooleanField(default=True)
    picture_small = models.CharField(max_length=1000, blank=True)
    picture_large = models.CharField(max_length=1000, blank=True)
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
        """What is stated about it, typed; absent is None."""
        category = self.category.slug if self.category else ""
        return read_once(self.digest, self.attributes, category=category)

    def translated_text(self, attribute: str) -> LocalizedText:
        """What a text attribute says, in the reader's language if it is translated; empty where it is not stated."""
        written, texts = self.attributes.get(attribute), self.labels.get(attribute, {}).get("texts", {})
        return pick_translation(texts.get(readers_language()), written if isinstance(written, str) else "")

    @property
    def title(self) -> str:
        """Its name and its category's in every language: who looks for lubricant looks for gels."""
        return " ".join(dict.fromkeys([*self.names, *(self.category.names if self.category else ())]))

    @property
    def search_text(self) -> str:
        """What search reads beside the name: the description in every language without markup, and attribute values."""
        slugs = [slug for value in self.attributes.values() if isinstance(value, list) for slug in value]
        names = [name for label in self.labels.values() for name in label["values"]]
        words = dict.fromkeys([*(slug.replace("-", " ") for slug in slugs), *names])
        described = [strip_tags(html) for html in self.in_every_language("description_html")]
        return " ".join([*described, *words])


class FormerSlug(models.Model):
    """A slug that a product had before: its old addresses lead to the new one, unless another product took the slug."""

    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    product = models.ForeignKey(Product, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Listing(models.Model):
    """A product in one channel: whether it is shown there, what it costs from, and whether any of it is left.

    Prices are gross major units of `currency`, the lowest over the variants; None when no variant has a price. `left`
    sums the variants, None when Saleor does not say. `only_variant` is the Saleor id of the one variant for sale, empty
    when there is a choice. `read_at` is when Saleor was asked.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="listings")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3, blank=True)
    published = models.BooleanField(default=True)
    purchasable = models.BooleanField(default=True)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    price_max = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    in_stock = models.BooleanField(default=False)
    left = models.PositiveIntegerField(null=True)
    only_variant = models.CharField(max_length=255, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "channel"], name="one_listing_per_product_and_channel")
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "published", "price"])]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.channel}"

    @property
    def money(self) -> Money | None:
        """The lowest price, or None when nothing is for sale there."""
        return as_money(self.price, self.currency)

    @property
    def money_before(self) -> Money | None:
        """The price before a reduction, or None when there is none."""
        return _before(self.price, self.undiscounted, self.currency)

    @property
    def for_sale(self) -> bool:
        """Whether some variant can be bought now."""
        return self.published and self.purchasable and self.in_stock and self.price is not None


class Variant(Translated):
    """A variant, for sale where an `Offer` has a price. `position` is Saleor's order, `attributes` as a product's."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    saleor_id = models.CharField(max_length=255, unique=True)
    sku = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField(default=0)
    attributes = models.JSONField(default=dict, blank=True)
    labels = models.JSONField(default=dict, blank=True)
    saleor_updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A variant in one channel: gross price in major units, and how many are left (None: Saleor does not say)."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="offers")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    left = models.PositiveIntegerField(null=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "channel"], name="one_offer_per_variant_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} in {self.channel}"

    @property
    def money(self) -> Money | None:
        """The price, or None when it is not for sale there."""
        return as_money(self.price, self.currency)

    @property
    def money_before(self) -> Money | None:
        """The price before a reduction, or None when there is none."""
        return _before(self.price, self.undiscounted, self.currency)

    @property
    def in_stock(self) -> bool:
        """Whether one can be bought; a stock that Saleor does not tell counts as there."""
        return self.price is not None and self.left != 0


def as_money(amount: Decimal | None, currency: str) -> Money | None:
    """A stored amount as money, without needless zeros after the second decimal."""
    if amount is None:
        return None
    short = amount.quantize(Decimal("0.01"))
    return Money(amount=short if amount == short else amount, currency=currency)


def _before(price: Decimal | None, undiscounted: Decimal | None, currency: str) -> Money | None:
    if price is None or undiscounted is None or undiscounted <= price:
        return None
    return as_money(undiscounted, currency)


class Media(models.Model):
    """A picture of a product; addresses are as Saleor gave them, with http or https."""

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
    """One choice, number or flag of one product as a row, for facets and filters.

    `number` is in the unit of docs/attributes.md where it lists the attribute, else in Saleor's; a flag's slug is
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


class SyncState(models.Model):
    """How far a catalogue sync of one channel has come, so that an interrupted one is told from a finished one.

    `compared_at` is when reconciling last found or made our rows the same as Saleor's, and `mended` how many it then
    had to mend.
    """

    channel = models.SlugField(max_length=255, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    products = models.PositiveIntegerField(default=0)
    compared_at = models.DateTimeField(null=True)
    mended = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.channel
