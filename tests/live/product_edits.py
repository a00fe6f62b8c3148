"""Edits that a merchant makes in a real Saleor. Each returns a check whether the shop has received it."""

import struct
import time
import zlib
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from storefront.saleor import products
from storefront.saleor.app.setup.saleor_emails import PLUGIN
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.uploads import Upload
from storefront.saleor.schema.operations import operations
from storefront.saleor.types import Edges, Money, Ref
from tests.contract.addresses import ADDRESSES
from tests.contract.merchant.base import ThrowawayProduct, fresh
from tests.contract.merchant.real import StaffMerchant
from tests.live.shop_process import Shop
from tests.live_support import staff_now

T = TypeVar("T")
HasArrived = Callable[[], bool]
CHANNEL = "default-channel"
_TOKEN_SECONDS = 200  # a token is valid for 300
_ADDRESS = {
    "firstName": "Robin",
    "lastName": "Hill",
    "streetAddress1": "101 Independence Ave SE",
    "city": "Washington",
    "postalCode": "20540",
    "country": "US",
    "countryArea": "DC",
}


def _png() -> bytes:
    """Return a picture of one grey pixel."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(b"\x00\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


class _Attribute(msgspec.Struct, frozen=True):
    id: str
    choices: Edges[Ref]


class _Created(msgspec.Struct, frozen=True, rename="camel"):
    collection: Ref | None = None
    promotion: Ref | None = None
    media: Ref | None = None
    order: Ref | None = None
    attribute: _Attribute | None = None


class _Methods(msgspec.Struct, frozen=True, rename="camel"):
    shipping_methods: tuple[Ref, ...]


class _Allocation(msgspec.Struct, frozen=True):
    quantity: int
    warehouse: Ref


class _Line(msgspec.Struct, frozen=True):
    id: str
    allocations: tuple[_Allocation, ...]


class _Allocated(msgspec.Struct, frozen=True):
    lines: tuple[_Line, ...]


class _Transaction(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    charged_amount: Money


class _Paid(msgspec.Struct, frozen=True):
    transactions: tuple[_Transaction, ...]


class _Slug(msgspec.Struct, frozen=True):
    slug: str


class _PricedListing(msgspec.Struct, frozen=True, rename="camel"):
    channel: _Slug
    prior_price: Money | None = None


class _PricedVariant(msgspec.Struct, frozen=True, rename="camel"):
    channel_listings: tuple[_PricedListing, ...]


class _Typed(msgspec.Struct, frozen=True, rename="camel"):
    product_type: Ref


class ProductEdits:
    """Edits of one product and of its category, collection, attributes and orders."""

    def __init__(self, shop: Shop, merchant: StaffMerchant, goods: ThrowawayProduct) -> None:
        self._shop, self._merchant, self.product = shop, merchant, goods
        self._token, self._token_until = "", 0.0
        self._counted = 0
        self._undo: list[tuple[str, str]] = []
        self._channel = self._do("Where", Ref, channel=CHANNEL).id
        # As docs/running.md asks of a channel; a new Saleor's own has another strategy.
        self._do("SettleByTransactions", _Created, channel=self._channel)

    def change_price(self) -> HasArrived:
        """Set another price."""
        amount = Decimal(100 + self._count())
        self._merchant.set_price(self.product, price=amount)
        return lambda: f"${amount}" in self.page()

    def set_price(self, amount: Decimal) -> None:
        """Set a price at Saleor, without waiting for the shop."""
        self._merchant.set_price(self.product, price=amount)

    def change_stock(self) -> HasArrived:
        """Set another stock."""
        quantity = self._count() % 40 + 1
        self._merchant.set_stock(self.product, quantity=quantity)
        return lambda: self.stock_in_shop() == quantity

    def set_stock(self, quantity: int) -> None:
        """Set the stock at Saleor, without waiting for the shop."""
        self._merchant.set_stock(self.product, quantity=quantity)

    def create_collection_point(self) -> str:
        """Create a collection point and return its id."""
        return self._merchant.create_collection_point(address=ADDRESSES["US"])

    def rename(self) -> HasArrived:
        """Rename the product."""
        text = fresh("named")
        self._do("EditProduct", _Created, id=self.product.product_id, input={"name": text})
        return lambda: text in self.page()

    def change_category(self) -> HasArrived:
        """Move the product to another category."""
        of = self._of("category_id")
        question = "select saleor_id from catalog_category where withdrawn = 0 and id is not ? order by id limit 1"
        other = self._shop.query_value(question, of)
        self._do("EditProduct", _Created, id=self.product.product_id, input={"category": other})
        return lambda: self._of("category_id") != of

    def unpublish(self) -> HasArrived:
        """Unpublish the product."""
        self._merchant.unpublish(self.product)
        return lambda: not self.is_shown()

    def publish(self) -> HasArrived:
        """Publish the product again."""
        self._do("ShowProduct", _Created, id=self.product.product_id, channel=self._channel)
        return self.is_shown

    def add_to_collection(self) -> HasArrived:
        """Add the product to a new collection."""
        made = self._do("AddCollection", _Created, name=fresh("shelf")).collection
        assert made is not None
        self._undo.append(("RemoveCollection", made.id))
        self._do("ListCollection", _Created, id=made.id, channel=self._channel)
        self._do("Collect", _Created, id=made.id, products=[self.product.product_id])
        question = """
            select count(*) from catalog_product_collections m join catalog_collection c on c.id = m.collection_id
            join catalog_product p on p.id = m.product_id where c.saleor_id = ? and p.saleor_id = ?
        """
        return lambda: self._shop.query_value(question, made.id, self.product.product_id) == 1

    def rename_collection(self) -> HasArrived:
        """Rename the collection."""
        shelf = next(made for name, made in self._undo if name == "RemoveCollection")
        text = fresh("shelf")
        self._do("RenameCollection", _Created, id=shelf, name=text)
        return lambda: self._shop.query_value("select name from catalog_collection where saleor_id = ?", shelf) == text

    def rename_category(self) -> HasArrived:
        """Rename the category."""
        of = self._shop.query_value("select saleor_id from catalog_category where id = ?", self._of("category_id"))
        before = self._shop.query_value("select name from catalog_category where saleor_id = ?", of)
        text = f"{str(before).partition(' *')[0]} *{self._count()}"
        self._do("RenameCategory", _Created, id=of, name=text)
        return lambda: self._shop.query_value("select name from catalog_category where saleor_id = ?", of) == text

    def edit_attribute(self) -> tuple[HasArrived, HasArrived, HasArrived]:
        """Add an attribute with a value, rename the value, rename the attribute.

        Each edit is made when its function is first called.
        """
        made = self._do("AddAttribute", _Created, name=fresh("fact")).attribute
        assert made is not None
        self._undo.append(("RemoveAttribute", made.id))
        typed = self._do("TypeOf", _Typed, id=self.product.product_id).product_type.id
        self._do("GiveAttribute", _Created, type=typed, attribute=made.id)
        stated = [{"id": made.id, "dropdown": {"value": "First"}}]
        value, label = fresh("value"), fresh("label")
        return (
            self._after("EditProduct", "First", id=self.product.product_id, input={"attributes": stated}),
            self._after("RenameValue", value, id=made.choices.nodes[0].id, name=value),
            self._after("RenameAttribute", label, id=made.id, name=label),
        )

    def _after(self, name: str, text: str, /, **variables: object) -> HasArrived:
        """Return a function that makes the edit at its first call."""
        done: list[bool] = []

        def seen() -> bool:
            if not done:
                done.append(True)
                self._do(name, _Created, upload=None, **variables)
            return text in str(self._of("labels"))

        return seen

    def add_picture(self) -> HasArrived:
        """Add a picture and change its alternative text."""
        upload = Upload(path="variables.image", name="dot.png", content_type="image/png", content=_png())
        made = self._do("AddPicture", _Created, upload=upload, product=self.product.product_id, image=None).media
        assert made is not None
        text = fresh("described")
        self._do("DescribePicture", _Created, id=made.id, alt=text)
        return lambda: self._of("picture_alt") == text

    def translate(self) -> HasArrived:
        """Translate the name into German, which does not change the product's `updatedAt`."""
        text = fresh("Name")
        self._do("Translate", _Created, id=self.product.product_id, name=text)
        return lambda: text in str(self._of("translations"))

    def publish_at(self, date: datetime) -> HasArrived:
        """Publish the product at a later date."""
        self.change_listing(isPublished=True, publishedAt=date.isoformat())
        return self.is_shown

    def sell_from(self, date: datetime) -> HasArrived:
        """Let the product be bought from a later date."""
        self.change_listing(isAvailableForPurchase=True, availableForPurchaseAt=date.isoformat())
        return lambda: "Add to cart" in self.page()

    def change_listing(self, **change: object) -> None:
        """Change the product's listing in the channel, without waiting for the shop."""
        self._do("ChangeListing", _Created, id=self.product.product_id, change={"channelId": self._channel, **change})

    def start_promotion(
        self, *, percent: int = 10, start: datetime | None = None, end: datetime | None = None
    ) -> tuple[HasArrived, HasArrived]:
        """Start a promotion: one function for Saleor, which is slow, and one for the shop."""
        made = self._do(
            "Promote",
            _Created,
            name=fresh("promotion"),
            product=self.product.product_id,
            channel=self._channel,
            percent=percent,
            start=start.isoformat() if start else None,
            end=end.isoformat() if end else None,
        ).promotion
        assert made is not None
        self._undo.append(("EndPromotion", made.id))
        return self.is_reduced_at_saleor, self.is_reduced

    def end_promotion(self) -> None:
        """Delete the promotion."""
        self._undo.remove(promotion := next(each for each in self._undo if each[0] == "EndPromotion"))
        self._do(promotion[0], _Created, id=promotion[1])

    def is_reduced(self) -> bool:
        """Return whether the shop has a reduced price."""
        question = """
            select o.price < o.undiscounted from catalog_offer o join catalog_variant v on v.id = o.variant_id
            where v.saleor_id = ?
        """
        return self._shop.query_value(question, self.product.variant_id) == 1

    def prior_price(self) -> Decimal | None:
        """Return what Saleor holds as the variant's price before the reduction."""
        listed = self._do("PriorPriceOf", _PricedVariant, id=self.product.variant_id).channel_listings
        here = next(each for each in listed if each.channel.slug == CHANNEL)
        return here.prior_price.amount if here.prior_price else None

    def is_reduced_at_saleor(self) -> bool:
        """Return whether Saleor sells the product at a reduced price."""
        listed = products.products_named([self.product.product_id], channel=CHANNEL)
        for variant in (each for one in listed if one.product_variants for each in one.product_variants.nodes):
            pricing = variant.pricing
            if pricing and pricing.price and pricing.price_undiscounted:
                return pricing.price.gross.amount < pricing.price_undiscounted.gross.amount
        return False

    def sell(self, *, quantity: int, email: str = "robin@example.com") -> tuple[str, HasArrived]:
        """Place an order as staff; also returns the order's id."""
        before = self.stock_in_shop()
        order = self._do(
            "Draft",
            _Created,
            channel=self._channel,
            variant=self.product.variant_id,
            quantity=quantity,
            email=email,
        ).order
        assert order is not None
        assert isinstance(before, int)
        self._do("Place", _Created, id=order.id, address=_ADDRESS)
        method = self._do("Offered", _Methods, id=order.id).shipping_methods[0].id
        self._do("Ship", _Created, id=order.id, method=method)
        self._do("Complete", _Created, id=order.id)
        return order.id, lambda: self.stock_in_shop() == before - quantity

    def fulfil(self, order: str) -> None:
        """Mark the order as paid and fulfil all of it in one parcel, with a notification."""
        self._do("MarkPaid", _Created, id=order)
        lines = [
            {
                "orderLineId": line.id,
                "stocks": [{"quantity": each.quantity, "warehouse": each.warehouse.id} for each in line.allocations],
            }
            for line in self._do("Allocated", _Allocated, id=order).lines
        ]
        self._do("Fulfil", _Created, id=order, lines=lines)

    def record_refund(self, order: str, *, amount: Decimal) -> None:
        """Record a refund on the manual payment of an order."""
        (paid,) = self._do("Paid", _Paid, id=order).transactions
        left = msgspec.structs.replace(paid.charged_amount, amount=paid.charged_amount.amount - amount)
        back = msgspec.structs.replace(left, amount=amount)
        self._do("Refund", _Created, id=paid.id, charged=left, refunded=back)

    def cancel_order(self, order: str, *, quantity: int) -> HasArrived:
        """Cancel the order."""
        before = self.stock_in_shop()
        assert isinstance(before, int)
        self._do("Cancel", _Created, id=order)
        return lambda: self.stock_in_shop() == before + quantity

    def stock_in_shop(self) -> object:
        """Return the stock that the shop shows."""
        question = (
            "select o.left from catalog_offer o join catalog_variant v on v.id = o.variant_id where v.saleor_id = ?"
        )
        return self._shop.query_value(question, self.product.variant_id)

    def is_shown(self) -> bool:
        """Return whether the shop lists the product."""
        question = """
            select l.published from catalog_listing l
            join catalog_product p on p.id = l.product_id where p.saleor_id = ?
        """
        return bool(self._shop.query_value(question, self.product.product_id))

    def is_in_lists(self) -> bool:
        """Return whether the shop has the product in its lists."""
        question = """
            select l.published and l.is_in_lists from catalog_listing l
            join catalog_product p on p.id = l.product_id where p.saleor_id = ?
        """
        return bool(self._shop.query_value(question, self.product.product_id))

    def slug(self) -> str:
        """Return the slug that the shop has."""
        return str(self._of("slug"))

    def path(self) -> str:
        """Return the path of the product's page."""
        return f"/product/{self.slug()}/"

    def page(self) -> str:
        """Return the product page's HTML."""
        return self._shop.page(self.path())

    def shows(self, text: str) -> bool:
        """Return whether the product's page holds a text."""
        return text in self.page()

    def clean_up(self) -> None:
        """Delete what was created, the newest first."""
        for name, made in reversed(self._undo):
            self._do(name, _Created, id=made)
        self._undo.clear()

    def _of(self, column: str) -> object:
        return self._shop.query_value(
            f"select {column} from catalog_product where saleor_id = ?", self.product.product_id  # noqa: S608
        )  # fmt: skip

    def _count(self) -> int:
        self._counted += 1
        return self._counted

    def _do(self, name: str, answer: type[T], /, *, upload: Upload | None = None, **variables: object) -> T:
        operation = operations(Path(__file__).parent)[name]
        return api.execute(operation, answer, variables, caller=self._caller(), upload=upload)

    def _caller(self) -> Credentials:
        if time.monotonic() > self._token_until:
            self._token, self._token_until = staff_now().token or "", time.monotonic() + _TOKEN_SECONDS
        return Credentials(token=self._token)


def enable_saleor_emails(channel: str) -> None:
    """Switch Saleor's own emails on again, as before the app was installed: the contract suite reads their tokens."""
    staff, edits = staff_now(), operations(Path(__file__).parent)
    place = api.execute(edits["Where"], Ref, {"channel": channel}, caller=staff).id
    api.execute(edits["SwitchMailsOn"], msgspec.Raw, {"plugin": PLUGIN, "channel": place}, caller=staff)
