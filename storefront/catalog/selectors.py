"""What the shop's pages and the hub read of the catalogue: each function says how many statements it takes."""

from collections.abc import Collection as AnyOf
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from storefront.catalog.facet_queries import apply_filters
from storefront.catalog.facets import Facet, facets
from storefront.catalog.filters import Filters, Sort
from storefront.catalog.models import Category, Collection, Listing, Product
from storefront.catalog.translations import LocalizedText, text_of, translated_expr
from storefront.catalog.view_models import Crumb, ProductCard, cards, product_card
from storefront.core.markets import Market
from storefront.safety.stages import suits

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A category below the one on the page, with how many products it and its own sections hold."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductList:
    """One page of products, with the facets to narrow it and the sections below it."""

    page: Page[ProductCard]
    facets: tuple[Facet, ...]
    sections: tuple[Section, ...]
    filters: Filters


def listed(market: Market) -> QuerySet[Listing]:
    """What a market shows of the products that the shop is willing to sell, with product and category at hand."""
    return Listing.objects.filter(channel=market.channel, published=True, product__may_be_sold=True).select_related(
        "product__category"
    )


def cards_for(product_ids: AnyOf[int], market: Market) -> dict[int, ProductCard]:
    """Cards of these products as `market` lists them, by key; products that it does not list are absent. One statement.

    Products that the shop refuses to sell are there, with the reason in `refused`.
    """
    shown = Listing.objects.filter(channel=market.channel, published=True, product_id__in=product_ids)
    with translation.override(market.language):
        return {each.product_id: product_card(each.product, each) for each in shown.select_related("product__category")}


def product_list(
    market: Market, asked: Filters, *, category: Category | None = None, collection: Collection | None = None
) -> ProductList:
    """A page of the shop, of a category with everything below it, or of a collection. Six statements at most."""
    scope = listed(market)
    if category is not None:
        scope = scope.filter(product__category__in=Category.objects.within(category))
    if collection is not None:
        scope = scope.filter(product__collections=collection)
    wanted = apply_filters(scope, asked).order_by(*_order(asked.sort))
    paginator = Paginator(wanted, PAGE_SIZE)
    found = paginator.get_page(asked.page)
    return ProductList(
        page=Page(cards(list(found)), found.number, cast("Paginator[ProductCard]", paginator)),
        facets=facets(scope, asked, currency=market.currency),
        sections=() if collection else _sections(scope, category),
        filters=asked,
    )


def _order(sort: Sort) -> tuple[str | OrderBy, ...]:
    return (translated_expr("product__", "name").asc(), "pk") if sort is Sort.NAME else _ORDERS[sort]


_ORDERS: dict[Sort, tuple[str | OrderBy, ...]] = {
    # What can be bought and may be suggested stands first; within a section, names keep sizes in order.
    Sort.FEATURED: (
        "-in_stock",
        "-product__may_be_suggested",
        F("product__category__position").asc(nulls_last=True),
        "product__name",
        "pk",
    ),
    Sort.PRICE: (F("price").asc(nulls_last=True), "product__name", "pk"),
    Sort.PRICE_HIGH: (F("price").desc(nulls_last=True), "product__name", "pk"),
    Sort.NEWEST: ("-product__first_seen_at", "-product__pk"),
}


def _sections(scope: QuerySet[Listing], category: Category | None) -> tuple[Section, ...]:
    """The categories right below, empty ones left out. Two statements."""
    held = dict(
        scope.order_by()
        .exclude(product__category=None)
        .values_list("product__category__path")
        .annotate(count=Count("pk"))
    )
    below = Category.objects.present().filter(parent=category).order_by("position")
    counted = (
        (child, sum(n for path, n in held.items() if f"{path}/".startswith(f"{child.path}/"))) for child in below
    )
    return tuple(
        Section(label=child.told("name"), url=child.get_absolute_url(), count=count)
        for child, count in counted
        if count
    )


def category_by_slug(slug: str) -> Category | None:
    """A category that Saleor still has."""
    return Category.objects.present().filter(slug=slug).first()


def collection_by_slug(slug: str, market: Market) -> Collection | None:
    """A collection that this market shows."""
    return Collection.objects.filter(slug=slug, listings__channel=market.channel, listings__published=True).first()


def plain_description(described: Category | Collection) -> LocalizedText:
    """Its description in words."""
    return text_of(described.told("description_html"))


def products_for_stage(stage_slug: str, market: Market) -> list[Product]:
    """Products of this market that may stand beside a stage by the safety rules, best known first. One statement.

    Only what is for sale, may be suggested, and names the stage in its facts.
    """
    found = (
        listed(market)
        .filter(
            purchasable=True,
            in_stock=True,
            product__may_be_suggested=True,
            product__attribute_values__attribute="stages",
            product__attribute_values__slug=stage_slug,
        )
        .order_by("product__category__position", "product__name")
    )
    return [each.product for each in found if suits(each.product.facts, stage_slug).ok]


def related_to(product: Product, market: Market, *, limit: int = 4) -> list[ProductCard]:
    """Others of its category that are for sale and may be suggested, the likest first. One statement.

    Likest: the same kind, then the most stages in common, then the nearest price. Where the shop knows no facts of the
    product, it makes no difference that it knows none of the others.
    """
    if product.category_id is None:
        return []
    near = listed(market).filter(product__category_id=product.category_id, purchasable=True, in_stock=True)
    if product.may_be_suggested:
        near = near.filter(product__may_be_suggested=True)
    own = Listing.objects.filter(product=product, channel=market.channel).values("price")[:1]
    near = near.exclude(product=product).annotate(own_price=Subquery(own)).order_by("product__name")
    ranked = sorted(near[:MOST_RELATED], key=lambda each: _unlikeness(product, each))
    return cards(ranked[:limit])


MOST_RELATED = 60


def _unlikeness(product: Product, other: Listing) -> tuple[bool, int, Decimal]:
    theirs, ours = other.product.attributes, product.attributes
    shared = set(ours.get("stages", ())) & set(theirs.get("stages", ()))
    prices = (other.price, other.own_price)  # type: ignore[attr-defined]  # annotated above
    gap = abs(prices[0] - prices[1]) if None not in prices else Decimal(0)
    return ours.get("kind") != theirs.get("kind"), -len(shared), gap


def shop_crumbs(categories: Iterable[Category]) -> tuple[Crumb, ...]:
    """The way from the shop down through these categories, each with its address."""
    return (
        Crumb(_("Shop"), reverse("catalog:shop")),
        *(Crumb(category.told("name"), category.get_absolute_url()) for category in categories),
    )
