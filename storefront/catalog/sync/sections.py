"""Read Saleor's categories and collections into our rows."""

import json
from collections.abc import Mapping

from django.db import transaction

from storefront.catalog.models import Category, Collection, CollectionListing, Product
from storefront.catalog.pages import rich_text
from storefront.catalog.search import index_products
from storefront.catalog.sync import publication
from storefront.catalog.sync.mapping import left_out_of
from storefront.catalog.sync.upsert import free_slugs
from storefront.catalog.translations import stored_translations
from storefront.core import registry
from storefront.page_cache import invalidate
from storefront.saleor import products, types

_TEXT_FIELDS = ("slug", "name", "description_html", "left_out", "seo_title", "seo_description", "translations")
_SHOWN_FIELDS = ("saleor_id", "slug", "name", "description_html", "seo_description")

ShownSections = set[tuple[object, ...]]
"""What pages may show of categories or collections: a tuple for each, its Saleor ID first."""


def sync_categories() -> dict[str, Category]:
    """Read every category and withdraw those that are gone. Returns the present ones by Saleor ID."""
    answers = {answer.id: answer for answer in products.categories()}
    with transaction.atomic():
        before = categories_as_shown()
        free_slugs(Category, {answer.id: answer.slug for answer in answers.values()})
        rows = {
            answer.id: Category(
                saleor_id=answer.id,
                **_texts(answer),
                path=_path(answer.id, answers),
                position=position,
                withdrawn=False,
            )
            for position, answer in enumerate(answers.values())
        }
        Category.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["saleor_id"],
            update_fields=[*_TEXT_FIELDS, "path", "position", "withdrawn"],
        )
        for saleor_id, row in rows.items():
            parent = answers[saleor_id].parent
            row.parent = rows.get(parent.id) if parent else None
        Category.objects.bulk_update(rows.values(), ["parent"], batch_size=200)
        Category.objects.exclude(saleor_id__in=rows).update(withdrawn=True)
        if changed := {shown[0] for shown in categories_as_shown() ^ before}:
            invalidate("sections")
            moved = list(Product.objects.with_category().filter(category__saleor_id__in=changed))
            index_products(moved)
            for handle_change in registry.product_change_handlers:
                handle_change([product.pk for product in moved])
    return rows


def sync_collections(channel: str) -> dict[str, int]:
    """Read the collections of `channel` and withdraw those that are gone there. Returns primary keys by Saleor ID.

    They are read again when the next one is published.
    """
    publication.plan_collections(channel)
    answers = {answer.id: answer for answer in products.collections(channel)}
    with transaction.atomic():
        before = collections_as_shown(channel)
        free_slugs(Collection, {answer.id: answer.slug for answer in answers.values()})
        rows = [Collection(saleor_id=answer.id, **_texts(answer)) for answer in answers.values()]
        Collection.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["saleor_id"], update_fields=list(_TEXT_FIELDS)
        )
        CollectionListing.objects.bulk_create(
            [CollectionListing(collection=row, channel=channel, published=True) for row in rows],
            update_conflicts=True,
            unique_fields=["collection", "channel"],
            update_fields=["published"],
        )
        CollectionListing.objects.filter(channel=channel).exclude(collection__in=rows).update(published=False)
        if collections_as_shown(channel) != before:
            invalidate("sections")
    return {row.saleor_id: row.pk for row in rows}


def categories_as_shown() -> ShownSections:
    """What pages may show of each category."""
    fields = (*_SHOWN_FIELDS, "path", "position", "withdrawn")
    rows = Category.objects.values_list(*fields, "translations")
    return {(*row, json.dumps(translations, sort_keys=True)) for *row, translations in rows}


def collections_as_shown(channel: str) -> ShownSections:
    """What pages of this channel may show of each collection."""
    shown = Collection.objects.filter(listings__channel=channel, listings__published=True)
    rows = shown.values_list(*_SHOWN_FIELDS, "translations")
    return {(*row, json.dumps(translations, sort_keys=True)) for *row, translations in rows}


def known_categories() -> dict[str, Category]:
    """The categories that our rows have, by Saleor ID."""
    return {category.saleor_id: category for category in Category.objects.present()}


def known_collections(channel: str) -> dict[str, int]:
    """Primary keys of the collections that our rows show in `channel`, by Saleor ID."""
    shown = Collection.objects.filter(listings__channel=channel, listings__published=True)
    return dict(shown.values_list("saleor_id", "pk"))


def _texts(answer: types.Category | types.Collection) -> dict[str, object]:
    return {
        "slug": answer.slug[:255],
        "name": answer.name[:255],
        "description_html": rich_text.to_html(answer.description),
        "left_out": left_out_of(answer),
        "seo_title": (answer.seo_title or "")[:255],
        "seo_description": (answer.seo_description or "")[:500],
        "translations": stored_translations(answer.translations),
    }


def _path(saleor_id: str, answers: Mapping[str, types.Category]) -> str:
    """The slugs from the root to this category. A change while we read may leave a loop; it ends the path."""
    slugs: list[str] = []
    seen: set[str] = set()
    current = answers.get(saleor_id)
    while current is not None and current.id not in seen:
        seen.add(current.id)
        slugs.append(current.slug)
        current = answers.get(current.parent.id) if current.parent else None
    return "/".join(reversed(slugs))
