"""Categories and collections."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Length
from django.urls import reverse

from storefront.catalog.translations import Translated


class CategoryQuerySet(models.QuerySet["Category"]):
    """Queries for categories."""

    def present(self) -> CategoryQuerySet:
        """Categories that Saleor still has."""
        return self.filter(withdrawn=False)

    def within(self, category: Category) -> CategoryQuerySet:
        """A category and all its descendants."""
        return self.filter(models.Q(pk=category.pk) | models.Q(path__startswith=f"{category.path}/"))

    def above(self, category: Category) -> CategoryQuerySet:
        """The ancestors of a category, the root first."""
        *slugs, _own = category.path.split("/")
        return self.filter(slug__in=slugs).order_by(Length("path"))


class Section(Translated):
    """What categories and collections have in common. `left_out`: kinds of blocks of the text that are not shown."""

    saleor_id = models.CharField(max_length=255, unique=True)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    name = models.CharField(max_length=255)
    description_html = models.TextField(blank=True)
    left_out = models.JSONField(default=list, blank=True)
    seo_title = models.CharField(max_length=255, blank=True)
    seo_description = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Category(Section):
    """A category. `path` joins the slugs from its root with slashes; `position` is its place in Saleor's order."""

    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    path = models.TextField()
    position = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        ordering: ClassVar = ["path"]

    def get_absolute_url(self) -> str:
        """Its page in the active market."""
        return reverse("catalog:category", args=[self.slug])


class Collection(Section):
    """A selection of products by hand. `CollectionListing` says which channels show it."""

    class Meta:
        ordering: ClassVar = ["name"]

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
