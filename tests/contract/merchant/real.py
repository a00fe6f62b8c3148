"""The merchant of a real Saleor: a staff member at its API, who can read the emails that it sends."""

import email
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import policy
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.errors import MutationError
from storefront.saleor.schema.operations import operations
from storefront.saleor.types import Edges, Ref, SignIn
from tests.contract.merchant.base import ThrowawayProduct, fresh, token_in

T = TypeVar("T")
STAFF_OPERATIONS = Path(__file__).parent
STAFF_TOKEN_SECONDS = 200  # Saleor's last 300
MAIL_SECONDS = 40  # a worker that others keep busy


class _Made(msgspec.Struct, frozen=True, rename="camel"):
    product_type: Ref | None = None
    category: Ref | None = None
    product: Ref | None = None
    product_variant: Ref | None = None
    voucher: Ref | None = None
    gift_card: Ref | None = None
    warehouse: Ref | None = None

    @property
    def id(self) -> str:
        made = (self.product_type, self.category, self.product, self.product_variant, self.voucher)
        return next(ref.id for ref in (*made, self.gift_card, self.warehouse) if ref)


class _Mode(msgspec.Struct, frozen=True, rename="camel"):
    account_confirm_merge_mode: str


class _Code(msgspec.Struct, frozen=True):
    code: str


class _ClassRate(msgspec.Struct, frozen=True, rename="camel"):
    rate: Decimal
    tax_class: Ref | None = None


class _CountryRates(msgspec.Struct, frozen=True, rename="camel"):
    country: _Code
    tax_class_country_rates: tuple[_ClassRate, ...]


class _Place(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    currency_code: str
    default_country: _Code
    warehouses: tuple[Ref, ...]


class _Zone(msgspec.Struct, frozen=True, rename="camel"):
    countries: tuple[_Code, ...]
    warehouses: tuple[Ref, ...]
    shipping_methods: tuple[Ref, ...] | None = None

    def reaches(self, country: str) -> bool:
        return country in {entry.code for entry in self.countries}


class StaffMerchant:
    """Staff of the Saleor under test (SALEOR_EMAIL, SALEOR_PASSWORD). Emails are read in SALEOR_MAIL_DIR."""

    def __init__(self, *, channel: str, address: str) -> None:
        self._channel, self._address = channel, address
        self._undo: list[tuple[str, str]] = []
        self._kinds: dict[bool, str] = {}
        self._mode: str | None = None
        self._token, self._token_until = "", 0.0

    @property
    def country(self) -> str:
        return self._place.default_country.code

    def tax_rate(self, country: str) -> Decimal:
        found = (entry for entry in self._do("TaxRates", tuple[_CountryRates, ...]) if entry.country.code == country)
        rates = (rate for entry in found for rate in entry.tax_class_country_rates)
        return next((rate.rate for rate in rates if rate.tax_class is None), Decimal(0))

    def create_product(
        self, *, stock: int = 8, price: Decimal = Decimal("10.00"), ships: bool = True
    ) -> ThrowawayProduct:
        name = fresh("contract")
        kind = self._kinds.get(ships) or self._make("AddProductType", "RemoveProductType", name=name, ships=ships)
        self._kinds[ships] = kind
        product = self._make("AddProduct", "RemoveProduct", name=name, type=kind, category=self._category)
        self._do("ListProduct", _Made, id=product, channel=self._place.id, published=True)
        variant = self._do("AddVariant", _Made, product=product, name=name, stocks=self._stocks(stock)).id
        self._do("PriceVariant", _Made, id=variant, channel=self._place.id, price=price)
        return ThrowawayProduct(product_id=product, variant_id=variant, price=price, stock=stock)

    def create_preorder(self, *, most: int) -> ThrowawayProduct:
        goods = self.create_product(stock=0)
        until = (datetime.now(UTC) + timedelta(days=20)).isoformat()
        self._do("PreorderVariant", _Made, id=goods.variant_id, most=most, until=until)
        return goods

    def unpublish(self, goods: ThrowawayProduct) -> None:
        self._do("ListProduct", _Made, id=goods.product_id, channel=self._place.id, published=False)

    def delete_product(self, goods: ThrowawayProduct) -> None:
        self._undo.remove(("RemoveProduct", goods.product_id))
        self._do("RemoveProduct", _Made, id=goods.product_id)

    def set_stock(self, goods: ThrowawayProduct, *, quantity: int) -> None:
        self._do("StockVariant", _Made, id=goods.variant_id, stocks=self._stocks(quantity))

    def stock_elsewhere(self, goods: ThrowawayProduct) -> None:
        elsewhere = {min(held - self._at_home) for _, held in self._zones if held - self._at_home}
        stocks = [{"warehouse": warehouse, "quantity": goods.stock} for warehouse in sorted(elsewhere)]
        self._do("StockVariant", _Made, id=goods.variant_id, stocks=stocks)

    def set_price(self, goods: ThrowawayProduct, *, price: Decimal) -> None:
        self._do("PriceVariant", _Made, id=goods.variant_id, channel=self._place.id, price=price)

    def translate_product(
        self, goods: ThrowawayProduct, *, language: str, name: str, description: str, variant: str
    ) -> None:
        texts = {"name": name, "description": description}
        self._do("TranslateProduct", _Made, id=goods.product_id, language=language, texts=texts)
        self._do("TranslateVariant", _Made, id=goods.variant_id, language=language, name=variant)

    def create_voucher(self, *, percent: int, minimum: Decimal | None = None) -> str:
        code = fresh("CONTRACT").upper()
        start = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        voucher = self._make("AddVoucher", "RemoveVoucher", code=code, start=start)
        listing = {"channel": self._place.id, "percent": percent, "from": minimum}
        self._do("ListVoucher", _Made, id=voucher, **listing)
        return code

    def create_gift_card(self, *, balance: Decimal) -> str:
        code = fresh("CARD").upper()
        money = {"amount": balance, "currency": self._place.currency_code}
        self._make("AddGiftCard", "RemoveGiftCard", code=code, balance=money)
        return code

    def confirm_customer(self, email: str) -> None:
        customer = self._do("Customer", Ref, email=email).id
        self._undo.append(("RemoveCustomer", customer))
        self._do("ConfirmCustomer", _Made, id=customer)

    def require_password_to_claim_orders(self) -> None:
        if self._mode is None:
            self._mode = self._do("ConfirmMode", _Mode).account_confirm_merge_mode
        self._do("SetConfirmMode", msgspec.Raw, mode="REQUIRE_PASSWORD")

    def create_collection_point(self, *, address: AddressInput) -> str:
        point = self._make("AddWarehouse", "RemoveWarehouse", name=fresh("counter"), address=address)
        self._do("OpenForCollection", _Made, id=point)
        self._do("UseWarehouse", _Made, channel=self._place.id, warehouse=point)
        return point

    def order_reader(self) -> Credentials:
        return self._caller()

    def emailed_token(self, email: str, *, after: str | None = None) -> str | None:
        folder = os.environ.get("SALEOR_MAIL_DIR")
        if not folder:
            return None
        token = _wait_for(lambda: _token_in_mail(Path(folder), email, after))
        assert token, "SALEOR_MAIL_DIR got no such mail: are Saleor's own mails on in this channel?"
        return token

    def clean_up(self) -> None:
        """Delete everything that was created, the newest first."""
        for name, made in reversed(self._undo):
            try:
                self._do(name, _Made, id=made)
            except MutationError as refusal:
                if refusal.codes != {"NOT_FOUND"}:
                    raise
        self._undo.clear()
        if self._mode is not None:
            self._do("SetConfirmMode", msgspec.Raw, mode=self._mode)

    def _make(self, name: str, undo: str, /, **variables: object) -> str:
        made = self._do(name, _Made, **variables).id
        self._undo.append((undo, made))
        return made

    def _do(self, name: str, answer: type[T], /, **variables: object) -> T:
        operation = operations(STAFF_OPERATIONS)[name]
        return api.execute(operation, answer, variables, caller=self._caller())

    def _caller(self) -> Credentials:
        if time.monotonic() > self._token_until:
            who = {"email": os.environ["SALEOR_EMAIL"], "password": os.environ["SALEOR_PASSWORD"]}
            signed_in = api.mutate("TokenCreate", SignIn, caller=Credentials(address=self._address), **who)
            self._token, self._token_until = signed_in.token, time.monotonic() + STAFF_TOKEN_SECONDS
        return Credentials(token=self._token)

    @cached_property
    def _place(self) -> _Place:
        return self._do("Place", _Place, channel=self._channel)

    @cached_property
    def _category(self) -> str:
        return self._make("AddCategory", "RemoveCategory", name=fresh("contract"))

    @cached_property
    def _at_home(self) -> frozenset[str]:
        """The warehouses from which this channel ships to its own country."""
        return frozenset().union(*(held for zone, held in self._zones if zone.reaches(self.country)))

    @cached_property
    def _zones(self) -> tuple[tuple[_Zone, frozenset[str]], ...]:
        """The channel's shipping zones, each with the channel's warehouses in it."""
        of_channel = {warehouse.id for warehouse in self._place.warehouses}
        zones = self._do("Zones", Edges[_Zone], channel=self._channel).nodes
        return tuple(
            (zone, frozenset(warehouse.id for warehouse in zone.warehouses) & of_channel)
            for zone in zones
            if zone.shipping_methods
        )

    def _stocks(self, quantity: int) -> list[dict[str, object]]:
        return [{"warehouse": min(self._at_home), "quantity": quantity}]


def _wait_for(look: Callable[[], T | None]) -> T | None:
    deadline = time.monotonic() + MAIL_SECONDS
    while (found := look()) is None and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def _token_in_mail(folder: Path, address: str, after: str | None) -> str | None:
    for path in sorted(folder.glob("*.eml"), reverse=True):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        if address == message["To"]:
            body = message.get_body(("plain", "html"))
            found = token_in(body.get_content() if body else "")
            if found:
                return found if found != after else None
    return None
