"""Make rows and Saleor responses with plain defaults, and a fake Saleor that serves a catalogue."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx2
import msgspec

from education.search import index
from storefront.catalog.models import Category, Listing, Media, Offer, Product, Variant
from storefront.catalog.sync import mapping
from storefront.core.markets import countries
from storefront.saleor import types
from storefront.saleor.client import api

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_numbers = itertools.count(1)
_encode = msgspec.json.Encoder(decimal_format="number").encode
PLUG: dict[str, object] = {
    "kind": ["plug"],
    "material": ["silicone"],
    "porous": False,
    "sterilisable": True,
    "power": ["none"],
    "flared-base": True,
    "max-diameter": "24",
    "insertable-length": "70",
    "base-diameter": "52",
    "firmness": ["soft"],
    "internal-use": True,
    "anal-use": True,
    "local-anaesthetic": False,
    "nonoxynol-9": False,
    "cleaning": ["soap-and-warm-water"],
    "stages": ["fingers-or-toys"],
}
LAWFUL: dict[str, object] = {
    "manufacturer-name": "Example Maker",
    "manufacturer-address": "1 Example Street",
    "manufacturer-contact": "maker@example.com",
    "eu-responsible-person": "Example EU Contact",
    "model-number": "Model 1",
    "return-rule": ["standard-14-day"],
    "warnings": "Read the leaflet.",
    "regulatory-class": ["general"],
    "ce-marking": True,
    "battery": ["none"],
    "prop-65": ["no-warning"],
    "hs-code": "3926.90",
    "sexual-device": False,
}
"""What the law of every market asks of a product (storefront/merchant/duties/duties.toml)."""


def make_category(slug: str = "trainers-and-toys", *, parent: Category | None = None) -> Category:
    """A category, positioned after the ones made before."""
    return Category.objects.create(
        saleor_id=f"category-{slug}",
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        parent=parent,
        path=f"{parent.path}/{slug}" if parent else slug,
        position=next(_numbers),
    )


def make_product(
    slug: str = "small-plug",
    *,
    attributes: dict[str, object] | None = None,
    category: Category | None = None,
    channel: str = "uk",
    prices: tuple[str, ...] = ("13.00",),
    left: int | None = 20,
    published: bool = True,
    name: str = "",
) -> Product:
    """A product listed in one channel with a variant for each price, mapped and indexed as by the sync.

    It states what the law asks (LAWFUL); an empty text in `attributes` takes a statement away.
    """
    stated = LAWFUL | (attributes if attributes is not None else PLUG)
    answer = make_answer(slug, attributes=stated, name=name)
    read = mapping.map_product(answer, category=category)
    product = read.row
    product.save()
    for value in read.values:
        value.product = product
        value.save()
    Media.objects.create(product=product, saleor_id=f"media-{slug}", small="/pictures/s.webp", large="/pictures/l.webp")
    amounts = [Decimal(price) for price in prices]
    for position, amount in enumerate(amounts):
        variant = Variant.objects.create(
            product=product,
            saleor_id=f"variant-{slug}-{position}",
            name=f"Size {position + 1}",
            position=position,
            saleor_updated_at=NOON,
        )
        Offer.objects.create(variant=variant, channel=channel, currency="GBP", price=amount, left=left, read_at=NOON)
    Listing.objects.create(
        product=product,
        channel=channel,
        currency="GBP",
        published=published,
        price=min(amounts, default=None),
        price_max=max(amounts, default=None),
        in_stock=left != 0 and bool(amounts),
        left=left,
        only_variant=f"variant-{slug}-0" if len(amounts) == 1 else "",
        read_at=NOON,
    )
    index.index_products([product.pk])
    return product


def make_answer(
    slug: str,
    *,
    attributes: dict[str, object] | None = None,
    name: str = "",
    saleor_id: str = "",
    updated_at: datetime = NOON,
    description: str | None = None,
    category: str | None = None,
    collections: tuple[str, ...] = (),
    prices: tuple[str, ...] = ("13.00",),
    full_price: str = "",
    is_purchasable: bool = True,
    left: int | None = 20,
    german: str = "",
    german_variant: str = "",
) -> types.Product:
    """A product as Saleor returns it. In `attributes`, choices are lists, numbers texts of digits.

    With a `full_price`, Saleor calls the prices reduced from it.
    """
    own_id = saleor_id or f"product-{slug}"
    return types.Product(
        id=own_id,
        slug=slug,
        name=name or slug.replace("-", " ").title(),
        updated_at=updated_at,
        product_type=types.ProductType(slug="toy", name="Toy"),
        description=description,
        translations={"de": types.Texts(name=german)} if german else {},
        is_available_for_purchase=is_purchasable,
        category=types.Ref(id=category) if category else None,
        collections=tuple(types.Ref(id=each) for each in collections),
        media=(types.Media(id=f"media-{own_id}", alt="", type="IMAGE", small="/s.webp", large="/l.webp"),),
        assigned_attributes=tuple(_attribute(*pair) for pair in (attributes or {}).items()),
        product_variants=types.Page(
            page_info=types.PageInfo(has_next_page=False),
            edges=tuple(
                types.Node(
                    node=_variant(
                        f"variant-{own_id}-{index}",
                        price=price,
                        full_price=full_price or price,
                        left=left,
                        german=german_variant,
                    )
                )
                for index, price in enumerate(prices)
            ),
        ),
    )


def _variant(own_id: str, *, price: str, full_price: str, left: int | None, german: str) -> types.Variant:
    money, full = (_net_and_gross(Decimal(each)) for each in (price, full_price))
    return types.Variant(
        id=own_id,
        name=own_id,
        updated_at=NOON,
        sku=own_id.upper(),
        quantities={} if left is None else dict.fromkeys(countries(), left),
        translations={"de": types.Name(name=german)} if german else {},
        pricing=types.VariantPricing(price=money, price_undiscounted=full),
    )


def _net_and_gross(amount: Decimal) -> types.NetAndGross:
    net = types.Money(amount=(amount / Decimal("1.2")).quantize(Decimal("0.01")), currency="GBP")
    return types.NetAndGross(net=net, gross=types.Money(amount=amount, currency="GBP"))


def _attribute(slug: str, value: object) -> types.AssignedAttribute:
    attribute = types.Attribute(slug=slug, name=slug.replace("-", " ").capitalize())
    if isinstance(value, bool):
        return types.AssignedAttribute(attribute=attribute, flag=value)
    if isinstance(value, list):
        choices = tuple(types.ChoiceValue(slug=each, name=each.replace("-", " ").capitalize()) for each in value)
        return types.AssignedAttribute(attribute=attribute, choices=choices)
    text = str(value)
    if text.replace(".", "").isdigit():
        return types.AssignedAttribute(attribute=attribute, number=Decimal(text))
    return types.AssignedAttribute(attribute=attribute, plain=text)


@dataclass
class FakeSaleor(httpx2.BaseTransport):
    """A Saleor with only a catalogue: products by channel, in pages. It can fail after `breaks_after` pages.

    `later` are the dates of products that a channel publishes later, by ID; only an app is told.
    """

    products: dict[str, list[types.Product]] = field(default_factory=dict)
    categories: list[types.Category] = field(default_factory=list)
    collections: dict[str, list[types.Collection]] = field(default_factory=dict)
    page_size: int = 2
    breaks_after: int | None = None
    channels: tuple[str, ...] = ("uk", "us", "eu")
    deliveries: tuple[types.CountryDeliveries, ...] = ()
    asked: list[str] = field(default_factory=list)
    unlisted: dict[str, list[types.Product]] = field(default_factory=dict)
    later: dict[str, dict[str, datetime]] = field(default_factory=dict)
    later_collections: dict[str, datetime] = field(default_factory=dict)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        sent = msgspec.json.decode(request.read())
        name, variables = sent["operationName"], sent["variables"]
        self.asked.append(name)
        answers: dict[str, Callable[[dict[str, Any]], object]] = {
            "Channel": self._channel,
            "Categories": lambda asked: _page(self.categories, 0, 100),
            "Collections": lambda asked: _page(self.collections.get(asked["channel"], []), 0, 100),
            "ChannelTaxes": lambda asked: None,
            "ListedDeliveries": lambda asked: {"availableShippingMethodsPerCountry": self.deliveries},
            "Products": self._products,
            "ProductSummaries": self._products,
            "ProductsNamed": self._named,
            "ProductAttributes": self._whole,
            "ProductVariants": self._whole,
            "VariantSummaries": self._whole,
            "UnlistedProduct": self._unlisted,
            "LatestProducts": lambda asked: _page(
                _publications(asked["channel"], self.later.get(asked["channel"], {})), 0, 100
            ),
            "ProductsWhere": self._publications_where,
            "LatestCollections": lambda asked: _page(_publications(asked["channel"], self.later_collections), 0, 100),
        }
        answer = answers[name](variables)
        if answer is None and name in ("Products", "ProductSummaries"):
            return httpx2.Response(503)
        return httpx2.Response(200, content=_encode({"data": {"root": answer}}))

    def _channel(self, asked: dict[str, str]) -> object:
        return {"slug": asked["slug"]} if asked["slug"] in self.channels else None

    def _products(self, asked: dict[str, Any]) -> object:
        start = int(asked["after"] or 0)
        if self.breaks_after is not None and start >= self.breaks_after * self.page_size:
            return None
        known = self.products.get(asked["channel"], [])
        return _page([_with_first_variants(each, asked["variants"]) for each in known], start, self.page_size)

    def _named(self, asked: dict[str, Any]) -> object:
        ids = asked["where"]["ids"]
        known = [each for each in self.products.get(asked["channel"], []) if each.id in ids]
        return _page([_with_first_variants(each, asked["variants"]) for each in known], 0, 100)

    def _whole(self, asked: dict[str, Any]) -> object:
        """One product with all of its attributes, and a page of its variants."""
        found = next((each for each in self.products.get(asked["channel"], []) if each.id == asked["id"]), None)
        if found is None:
            return None
        nodes = found.product_variants.nodes if found.product_variants else ()
        return {
            "assignedAttributes": found.assigned_attributes,
            "productVariants": _page(nodes, int(asked.get("after") or 0), asked.get("first", 1)),
        }

    def _unlisted(self, asked: dict[str, str]) -> object:
        known = self.unlisted.get(asked["channel"], [])
        return next((_with_all_variants(each) for each in known if each.id == asked["id"]), None)

    def _publications_where(self, asked: dict[str, Any]) -> object:
        unlisted = self.unlisted.get(asked["channel"], [])
        dates = {each.id: NOON for each in unlisted}
        if "ids" in asked["where"]:
            dates |= self.later.get(asked["channel"], {})
            dates = {key: date for key, date in dates.items() if key in asked["where"]["ids"]}
        updated = {each.id: each.updated_at for each in unlisted}
        return _page(
            [{**row, "updatedAt": updated.get(row["id"])} for row in _publications(asked["channel"], dates)], 0, 100
        )


def _publications(channel: str, dates: Mapping[str, datetime]) -> list[dict[str, Any]]:
    """What an app is told of products or collections that are published at these dates, the latest first."""
    return [
        {"id": key, "channelListings": [{"channel": {"slug": channel}, "isPublished": True, "publishedAt": date}]}
        for key, date in sorted(dates.items(), key=lambda pair: pair[1], reverse=True)
    ]


def _with_all_variants(product: types.Product) -> dict[str, object]:
    nodes = product.product_variants.nodes if product.product_variants else ()
    return {**msgspec.to_builtins(product, builtin_types=(Decimal, datetime)), "variants": nodes}


def _with_first_variants(product: types.Product, first: int) -> types.Product:
    """A product as a page of products shows it: with its first variants."""
    nodes = product.product_variants.nodes if product.product_variants else ()
    edges = tuple(types.Node(node=node) for node in nodes[:first])
    info = types.PageInfo(has_next_page=len(nodes) > first, end_cursor=str(first))
    return msgspec.structs.replace(product, product_variants=types.Page(edges=edges, page_info=info))


def _page(rows: Sequence[object], start: int, size: int) -> object:
    end = start + size
    return {
        "totalCount": len(rows),
        "pageInfo": {"hasNextPage": end < len(rows), "endCursor": str(end)},
        "edges": [{"node": row} for row in rows[start:end]],
    }


@contextmanager
def saleor(fake: FakeSaleor) -> Iterator[FakeSaleor]:
    """Send Saleor's requests to `fake` inside the block."""
    with api.override_transport(fake):
        yield fake
