"""What the shop's pages and the guides read from the catalogue. Each function states its number of queries."""

from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from storefront.catalog.listing.facet_queries import apply_filters
from storefront.catalog.listing.facets import Facet, facets
from storefront.catalog.listing.filters import Filters, Sort
from storefront.catalog.models import Category, Collection, Listing, Product, in_stock_first, in_stock_in
from storefront.catalog.pages.selling_terms import SellingTerms, selling_terms
from storefront.catalog.pages.view_models import Crumb, ProductCard, cards, product_card
from storefront.catalog.together.answers import answers_to
from storefront.catalog.translations import text_of, translated_expr
from storefront.core.markets import Market
from storefront.core.text.localized_text import LocalizedText

PAGE_SIZE = 24
_MAX_RELATED_CANDIDATES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A category below the one on the page, with the number of products in it and in its own subcategories."""

    label: LocalizedText
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductList:
    """One page of products, with the facets to filter it and the subcategories."""

    page: Page[ProductCard]
    facets: tuple[Facet, ...]
    sections: tuple[Section, ...]
    filters: Filters


def listings_of(market: Market) -> QuerySet[Listing]:
    """The listings that a market has in lists of products that may be sold, loaded with product and category."""
    listed = Listing.objects.filter(channel=market.channel, published=True, is_in_lists=True, product__may_be_sold=True)
    return listed.select_related("product__category")


def cards_for(product_ids: Some[int], market: Market) -> dict[int, ProductCard]:
    """Cards of these products by primary key, as `market` lists them. One query.

    Products that the market does not list are absent. Products that are never sold are included; their `refused`
    says why.
    """
    listings = Listing.objects.filter(channel=market.channel, published=True, product_id__in=product_ids)
    terms = selling_terms(market)
    with translation.override(market.language):
        return {
            listing.product_id: product_card(listing.product, listing, terms)
            for listing in listings.select_related("product__category")
        }


def product_list(
    market: Market, asked: Filters, *, category: Category | None = None, collection: Collection | None = None
) -> ProductList:
    """A page of the whole shop, of a category with its subcategories, or of a collection. At most six queries."""
    scope = listings_of(market)
    if category is not None:
        scope = scope.filter(product__category__in=Category.objects.within(category))
    if collection is not None:
        scope = scope.filter(product__collections=collection)
    paginator = Paginator(apply_filters(scope, asked).order_by(*_order(asked.sort, market)), PAGE_SIZE)
    page = paginator.get_page(asked.page)
    shown = list(page)
    answered = [
        replace(card, answers=answers_to(asked, listing.product.facts))
        for card, listing in zip(cards(shown, selling_terms(market)), shown, strict=True)
    ]
    return ProductList(
        page=Page(answered, page.number, cast("Paginator[ProductCard]", paginator)),
        facets=facets(scope, asked, currency=market.currency),
        sections=() if collection else _sections(scope, category),
        filters=asked,
    )


def _order(sort: Sort, market: Market) -> tuple[str | OrderBy, ...]:
    if sort is Sort.NAME:
        return (translated_expr("product__", "name").asc(), "pk")
    if sort is Sort.FEATURED:
        # Products that can be bought and suggested come first. Within a category, names keep sizes in order.
        return (in_stock_first(market.country), *_ORDERS[sort])
    return _ORDERS[sort]


_ORDERS: dict[Sort, tuple[str | OrderBy, ...]] = {
    Sort.FEATURED: (
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
    """The direct subcategories that hold products. Two queries."""
    count_by_path = dict(
        scope.order_by()
        .exclude(product__category=None)
        .values_list("product__category__path")
        .annotate(count=Count("pk"))
    )
    children = Category.objects.present().filter(parent=category).order_by("position")
    counted = (
        (child, sum(count for path, count in count_by_path.items() if f"{path}/".startswith(f"{child.path}/")))
        for child in children
    )
    return tuple(
        Section(label=child.translated("name"), url=child.get_absolute_url(), count=count)
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
    """A description without markup."""
    return text_of(described.translated("description_html"))


def related_to(product: Product, terms: SellingTerms, *, limit: int = 4) -> list[ProductCard]:
    """Products of the same category that are in stock and may be suggested, the most similar first. One query.

    Similar means the same kind, then the most stages in common, then the nearest price. If the shop may not suggest
    the product itself, for lack of facts say, others that it may not suggest are included.
    """
    if product.category_id is None:
        return []
    market = terms.market
    others = listings_of(market).filter(
        in_stock_in(market.country), product__category_id=product.category_id, purchasable=True
    )
    if product.may_be_suggested:
        others = others.filter(product__may_be_suggested=True)
    own_price = Listing.objects.filter(product=product, channel=market.channel).values("price")[:1]
    others = others.exclude(product=product).annotate(own_price=Subquery(own_price)).order_by("product__name")
    ranked = sorted(others[:_MAX_RELATED_CANDIDATES], key=lambda other: _distance(product, other))
    return cards(ranked[:limit], terms)


def _distance(product: Product, other: Listing) -> tuple[bool, int, Decimal]:
    theirs, ours = other.product.attributes, product.attributes
    shared = set(ours.get("stages", ())) & set(theirs.get("stages", ()))
    prices = (other.price, other.own_price)  # type: ignore[attr-defined]  # annotated above
    gap = abs(prices[0] - prices[1]) if None not in prices else Decimal(0)
    return ours.get("kind") != theirs.get("kind"), -len(shared), gap


def shop_crumbs(categories: Iterable[Category]) -> tuple[Crumb, ...]:
    """The breadcrumb from the shop down through these categories, each with its URL."""
    return (
        Crumb(_("Shop"), reverse("catalog:shop")),
        *(Crumb(category.translated("name"), category.get_absolute_url()) for category in categories),
    )
