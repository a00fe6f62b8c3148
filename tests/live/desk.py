"""A merchant at the desk of a real Saleor, and a shop that is watched: each edit says how to see it arrive."""

import struct
import time
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from storefront.saleor import api, products
from storefront.saleor.api import Credentials
from storefront.saleor.app.saleor_emails import PLUGIN
from storefront.saleor.operations import operations
from storefront.saleor.types import Edges, Money, Ref
from storefront.saleor.uploads import Upload
from tests.contract.addresses import ADDRESSES
from tests.contract.merchant.base import ThrowawayProduct, fresh
from tests.contract.merchant.real import StaffMerchant
from tests.live.running import Shop
from tests.live_support import staff_now

T = TypeVar("T")
Seen = Callable[[], bool]
CHANNEL = "default-channel"
_TOKEN_SECONDS = 200  # Saleor's last 300
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
    """A picture of one grey dot."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = zlib.compress(b"\x00\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


class _Attribute(msgspec.Struct, frozen=True):
    id: str
    choices: Edges[Ref]


class _Made(msgspec.Struct, frozen=True, rename="camel"):
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


class _Typed(msgspec.Struct, frozen=True, rename="camel"):
    product_type: Ref


class Desk:
    """Edits of one product, `goods`, and of what is around it."""

    def __init__(self, shop: Shop, merchant: StaffMerchant, goods: ThrowawayProduct) -> None:
        self._shop, self._merchant, self.goods = shop, merchant, goods
        self._token, self._token_until = "", 0.0
        self._counted = 0
        self._undo: list[tuple[str, str]] = []
        self._channel = self._do("Where", Ref, channel=CHANNEL).id

    def price(self) -> Seen:
        """Another price."""
        amount = Decimal(100 + self._count())
        self._merchant.set_price(self.goods, price=amount)
        return lambda: f"${amount}" in self.page()

    def stock(self) -> Seen:
        """Another stock."""
        quantity = self._count() % 40 + 1
        self._merchant.set_stock(self.goods, quantity=quantity)
        return lambda: self.left() == quantity

    def stocks(self, quantity: int) -> None:
        """So many in stock from now on, at Saleor; the shop hears of it when it does."""
        self._merchant.set_stock(self.goods, quantity=quantity)

    def opens_a_counter(self) -> str:
        """A new place where orders can be collected; its id."""
        return self._merchant.create_collection_point(address=ADDRESSES["US"])

    def name(self) -> Seen:
        """Another name."""
        text = fresh("named")
        self._do("EditProduct", _Made, id=self.goods.product_id, input={"name": text})
        return lambda: text in self.page()

    def category(self) -> Seen:
        """Another category."""
        of = self._of("category_id")
        question = "select saleor_id from catalog_category where withdrawn = 0 and id is not ? order by id limit 1"
        other = self._shop.row(question, of)
        self._do("EditProduct", _Made, id=self.goods.product_id, input={"category": other})
        return lambda: self._of("category_id") != of

    def hide(self) -> Seen:
        """Not on the shelf."""
        self._merchant.unpublish(self.goods)
        return lambda: not self.is_shown()

    def show(self) -> Seen:
        """On the shelf again."""
        self._do("ShowProduct", _Made, id=self.goods.product_id, channel=self._channel)
        return self.is_shown

    def collection(self) -> Seen:
        """In a new collection."""
        made = self._do("AddCollection", _Made, name=fresh("shelf")).collection
        assert made is not None
        self._undo.append(("RemoveCollection", made.id))
        self._do("ListCollection", _Made, id=made.id, channel=self._channel)
        self._do("Collect", _Made, id=made.id, products=[self.goods.product_id])
        question = """
            select count(*) from catalog_product_collections m join catalog_collection c on c.id = m.collection_id
            join catalog_product p on p.id = m.product_id where c.saleor_id = ? and p.saleor_id = ?
        """
        return lambda: self._shop.row(question, made.id, self.goods.product_id) == 1

    def collection_name(self) -> Seen:
        """Another name for a collection."""
        shelf = next(made for name, made in self._undo if name == "RemoveCollection")
        text = fresh("shelf")
        self._do("RenameCollection", _Made, id=shelf, name=text)
        return lambda: self._shop.row("select name from catalog_collection where saleor_id = ?", shelf) == text

    def category_name(self) -> Seen:
        """Another name for the category."""
        of = self._shop.row("select saleor_id from catalog_category where id = ?", self._of("category_id"))
        before = self._shop.row("select name from catalog_category where saleor_id = ?", of)
        text = f"{str(before).partition(' *')[0]} *{self._count()}"
        self._do("RenameCategory", _Made, id=of, name=text)
        return lambda: self._shop.row("select name from catalog_category where saleor_id = ?", of) == text

    def attribute(self) -> tuple[Seen, Seen, Seen]:
        """A new attribute with a value, the value under another name, and the attribute under another name.

        Each edit is made when the one before has been seen to arrive.
        """
        made = self._do("AddAttribute", _Made, name=fresh("fact")).attribute
        assert made is not None
        self._undo.append(("RemoveAttribute", made.id))
        typed = self._do("TypeOf", _Typed, id=self.goods.product_id).product_type.id
        self._do("GiveAttribute", _Made, type=typed, attribute=made.id)
        stated = [{"id": made.id, "dropdown": {"value": "First"}}]
        value, label = fresh("value"), fresh("label")
        return (
            self._after("EditProduct", "First", id=self.goods.product_id, input={"attributes": stated}),
            self._after("RenameValue", value, id=made.choices.nodes[0].id, name=value),
            self._after("RenameAttribute", label, id=made.id, name=label),
        )

    def _after(self, name: str, text: str, /, **variables: object) -> Seen:
        """Makes the edit at the first look."""
        done: list[bool] = []

        def seen() -> bool:
            if not done:
                done.append(True)
                self._do(name, _Made, upload=None, **variables)
            return text in str(self._of("labels"))

        return seen

    def picture(self) -> Seen:
        """A picture, described anew."""
        upload = Upload(path="variables.image", name="dot.png", content_type="image/png", content=_png())
        made = self._do("AddPicture", _Made, upload=upload, product=self.goods.product_id, image=None).media
        assert made is not None
        text = fresh("described")
        self._do("DescribePicture", _Made, id=made.id, alt=text)
        return lambda: self._of("picture_alt") == text

    def translation(self) -> Seen:
        """A name in German, which is no change of the product itself."""
        text = fresh("Name")
        self._do("Translate", _Made, id=self.goods.product_id, name=text)
        return lambda: text in str(self._of("translations"))

    def promotion(self) -> tuple[Seen, Seen]:
        """Ten per cent off, for as long as `leave` lets it: at Saleor itself, which takes its time, and in the shop."""
        made = self._do(
            "Promote", _Made, name=fresh("promotion"), product=self.goods.product_id, channel=self._channel
        ).promotion
        assert made is not None
        self._undo.append(("EndPromotion", made.id))
        question = """
            select o.price < o.undiscounted from catalog_offer o join catalog_variant v on v.id = o.variant_id
            where v.saleor_id = ?
        """
        return self._is_reduced_at_saleor, lambda: self._shop.row(question, self.goods.variant_id) == 1

    def _is_reduced_at_saleor(self) -> bool:
        listed = products.products_named([self.goods.product_id], channel=CHANNEL)
        for variant in (each for one in listed if one.product_variants for each in one.product_variants.nodes):
            pricing = variant.pricing
            if pricing and pricing.price and pricing.price_undiscounted:
                return pricing.price.gross.amount < pricing.price_undiscounted.gross.amount
        return False

    def order(self, *, quantity: int, email: str = "robin@example.com") -> tuple[str, Seen]:
        """So many sold by the staff; the order's id too."""
        before = self.left()
        order = self._do(
            "Draft",
            _Made,
            channel=self._channel,
            variant=self.goods.variant_id,
            quantity=quantity,
            email=email,
        ).order
        assert order is not None
        assert isinstance(before, int)
        self._do("Place", _Made, id=order.id, address=_ADDRESS)
        method = self._do("Offered", _Methods, id=order.id).shipping_methods[0].id
        self._do("Ship", _Made, id=order.id, method=method)
        self._do("Complete", _Made, id=order.id)
        return order.id, lambda: self.left() == before - quantity

    def send(self, order: str) -> None:
        """The order paid by hand, and all of it in one parcel, of which the shopper is to be told."""
        self._do("MarkPaid", _Made, id=order)
        lines = [
            {
                "orderLineId": line.id,
                "stocks": [{"quantity": each.quantity, "warehouse": each.warehouse.id} for each in line.allocations],
            }
            for line in self._do("Allocated", _Allocated, id=order).lines
        ]
        self._do("Fulfil", _Made, id=order, lines=lines)

    def refund(self, order: str, *, amount: Decimal) -> None:
        """So much of an order that was paid by hand given back by hand: its one transaction says so."""
        (paid,) = self._do("Paid", _Paid, id=order).transactions
        left = msgspec.structs.replace(paid.charged_amount, amount=paid.charged_amount.amount - amount)
        back = msgspec.structs.replace(left, amount=amount)
        self._do("Refund", _Made, id=paid.id, charged=left, refunded=back)

    def cancel(self, order: str, *, quantity: int) -> Seen:
        """The order taken back."""
        before = self.left()
        assert isinstance(before, int)
        self._do("Cancel", _Made, id=order)
        return lambda: self.left() == before + quantity

    def left(self) -> object:
        """How many the shop believes to be left."""
        question = (
            "select o.left from catalog_offer o join catalog_variant v on v.id = o.variant_id where v.saleor_id = ?"
        )
        return self._shop.row(question, self.goods.variant_id)

    def is_shown(self) -> bool:
        """Whether the shop shows it."""
        question = """
            select l.published from catalog_listing l
            join catalog_product p on p.id = l.product_id where p.saleor_id = ?
        """
        return bool(self._shop.row(question, self.goods.product_id))

    def page(self) -> str:
        """Its page in the shop."""
        return self._shop.page(f"/product/{self._of('slug')}/")

    def leave(self) -> None:
        """Clear away what was made, the newest first."""
        for name, made in reversed(self._undo):
            self._do(name, _Made, id=made)
        self._undo.clear()

    def _of(self, column: str) -> object:
        return self._shop.row(
            f"select {column} from catalog_product where saleor_id = ?", self.goods.product_id  # noqa: S608
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


def switch_saleors_own_mails_on(channel: str) -> None:
    """As they were before our app was installed: the contract suite reads the tokens in them."""
    staff, edits = staff_now(), operations(Path(__file__).parent)
    place = api.execute(edits["Where"], Ref, {"channel": channel}, caller=staff).id
    api.execute(edits["SwitchMailsOn"], msgspec.Raw, {"plugin": PLUGIN, "channel": place}, caller=staff)
