"""The catalogue's queries."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from storefront.sandbox.answers.base import PageAnswer, page
from storefront.sandbox.answers.catalog import ProductAnswer
from storefront.sandbox.answers.groups import CategoryAnswer, ChannelAnswer, CollectionAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.global_ids import asked_number
from storefront.sandbox.models import Attribute, Category, Channel, Collection, Listing, Price, Product


def products(
    _: Caller,
    *,
    channel: str | None = None,
    first: int | None = None,
    after: str | None = None,
    sort_by: Mapping[str, str] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> PageAnswer[ProductAnswer]:
    """The products visible in a channel: published, with a price. An unknown channel shows none.

    With ids in `where`, those of them; an id that does not read is an error, one of something else is nobody's.
    """
    place = Channel.objects.filter(slug=channel or "", is_active=True).first()
    visible = Product.objects.none() if place is None else _visible(place)
    if where is not None and "ids" in where:
        visible = visible.filter(pk__in=_numbers(where["ids"]))
    keys = list(visible.order_by(*_order(sort_by)).values_list("pk", flat=True))

    def show(chosen: Sequence[int]) -> Iterator[ProductAnswer]:
        known = attributes_by_slug()
        rows = _whole(Product.objects.all()).in_bulk(chosen)
        return (ProductAnswer(rows[key], place, known) for key in chosen if place is not None)

    return page(keys, show, first=first, after=after)


def product(_: Caller, *, node_id: str | None = None, channel: str | None = None) -> ProductAnswer | None:
    """One product, or None when it is not visible in the channel."""
    key = asked_number(node_id, "Product")
    where = Channel.objects.filter(slug=channel or "", is_active=True).first()
    row = _whole(_visible(where)).filter(pk=key).first() if where else None
    return ProductAnswer(row, where, attributes_by_slug()) if row and where else None


def categories(_: Caller, *, first: int | None = None, after: str | None = None) -> PageAnswer[CategoryAnswer]:
    """Every category."""
    rows = list(Category.objects.select_related("parent").order_by("slug"))
    return page(rows, lambda chosen: map(CategoryAnswer, chosen), first=first, after=after)


def collections(
    _: Caller, *, channel: str | None = None, first: int | None = None, after: str | None = None
) -> PageAnswer[CollectionAnswer]:
    """The collections published in a channel."""
    rows = list(Collection.objects.filter(channels__slug=channel or "").order_by("slug"))
    return page(rows, lambda chosen: map(CollectionAnswer, chosen), first=first, after=after)


def channel(_: Caller, *, slug: str | None = None) -> ChannelAnswer | None:
    """A channel by slug."""
    row = Channel.objects.filter(slug=slug or "").first()
    return ChannelAnswer(row) if row else None


def attributes_by_slug() -> dict[str, Attribute]:
    """Every attribute there is."""
    return {row.slug: row for row in Attribute.objects.all()}


def _numbers(ids: Sequence[str]) -> list[int]:
    return [asked_number(each, "Product") for each in ids]


def _visible(where: Channel) -> QuerySet[Product]:
    listed = Listing.objects.filter(product=OuterRef("pk"), channel=where, is_published=True)
    priced = Price.objects.filter(variant__product=OuterRef("pk"), channel=where)
    return Product.objects.filter(Exists(listed), Exists(priced))


def _whole(rows: QuerySet[Product]) -> QuerySet[Product]:
    return rows.select_related("product_type", "category__parent").prefetch_related(
        "listings", "collections__channels", "media", "variants__prices", "variants__product__product_type"
    )


def _order(sort_by: Mapping[str, str] | None) -> tuple[str, str]:
    sign = "-" if sort_by and sort_by["direction"] == "DESC" else ""
    return f"{sign}name", f"{sign}slug"
