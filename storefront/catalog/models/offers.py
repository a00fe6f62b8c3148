"""What a channel sells: listings of products, variants, and offers of variants."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from babel.numbers import get_currency_precision
from django.db import models
from django.db.models.expressions import OrderBy

from storefront.catalog.models.products import Product
from storefront.catalog.translations import Translated
from storefront.core.markets import countries_of
from storefront.saleor.types import Money


class TaxDisplay(models.TextChoices):
    """Whether prices of a channel include tax, or tax is added, or none is charged."""

    INCLUDED = "included"
    ADDED = "added"
    NONE = "none"


class Listing(models.Model):
    """A product in one channel: whether it is shown there, its lowest price, and whether any of it is in stock.

    Prices are those that the channel shows, with tax or without as `tax` says, in major units of `currency`: `price`
    and `price_max` are the lowest and highest of the variants, None when no variant has a price; `reference` belongs to
    `price`, as in an `Offer`. `only_variant` is the Saleor ID of the variant if there is no choice, else empty.
    `read_at` is when Saleor was asked.

    Stock is what can be sent to the country of the channel's first market: `left` is the sum over the variants, None
    when Saleor does not state it. `left_elsewhere` is the sum for other countries where it differs, and
    `stock_differs_in` names, between commas, the countries for which `in_stock` is the other way round.

    `is_preorder` if all that is in stock is ordered before it is there.
    A product that is not `is_in_lists` has a page and is in no list, search or feed. `available_from` is set while the
    time from which it can be bought lies ahead.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="listings")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3, blank=True)
    tax = models.CharField(max_length=10, choices=TaxDisplay, default=TaxDisplay.INCLUDED)
    published = models.BooleanField(default=True)
    purchasable = models.BooleanField(default=True)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    price_max = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    reference = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    in_stock = models.BooleanField(default=False)
    left = models.PositiveIntegerField(null=True)
    left_elsewhere = models.JSONField(default=dict, blank=True)
    stock_differs_in = models.CharField(max_length=1000, blank=True)
    is_preorder = models.BooleanField(default=False)
    is_in_lists = models.BooleanField(default=True)
    available_from = models.DateTimeField(null=True, blank=True)
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
        """The lowest price; None if nothing is for sale there."""
        return as_money(self.price, self.currency)

    @property
    def money_before(self) -> Money | None:
        """The lowest price of the 30 days before a reduction; None if no reduction may be announced."""
        return _price_before(self.price, self.reference, self.currency)

    def is_for_sale_in(self, country: str) -> bool:
        """Whether some variant can be bought now and sent to a country."""
        return self.published and self.purchasable and self.is_in_stock_in(country) and self.price is not None

    def left_in(self, country: str) -> int | None:
        """How many can be sent to a country."""
        return _left_in(self, country)

    def is_in_stock_in(self, country: str) -> bool:
        """Whether some variant can be sent to a country."""
        return self.in_stock != (f",{country}," in self.stock_differs_in)


class Variant(Translated):
    """A variant. An `Offer` with a price puts it on sale; `position` is its place in Saleor's order.

    `attributes` and `labels` are as a product's. A variant that `is_preorder` can be ordered before it is in stock,
    which it is expected to be at `preorder_until`; None where Saleor names no day. `quantity_limit` is how many one
    customer may order.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    saleor_id = models.CharField(max_length=255, unique=True)
    sku = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField(default=0)
    is_preorder = models.BooleanField(default=False)
    preorder_until = models.DateTimeField(null=True, blank=True)
    quantity_limit = models.PositiveIntegerField(null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    labels = models.JSONField(default=dict, blank=True)
    saleor_updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What recalls and feeds may name it by: its SKU, if it has one, and Saleor's ID."""
        return (self.sku, self.saleor_id) if self.sku else (self.saleor_id,)


class Offer(models.Model):
    """A variant in one channel: its price in major units, and how many are left (None: Saleor does not say).

    `left` is what can be sent to the country of the channel's first market, `left_elsewhere` says it of other countries
    where it differs.

    The price is with tax or without, as the product's `Listing.tax` says.
    `undiscounted` is what Saleor says the price is reduced from, which may not be announced. `reference` is the lowest
    price of the 30 days before the reduction began (`price_history`); None if it is not reduced or none is known.
    """

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="offers")
    channel = models.SlugField(max_length=255)
    currency = models.CharField(max_length=3, blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    undiscounted = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    reference = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    left = models.PositiveIntegerField(null=True)
    left_elsewhere = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "channel"], name="one_offer_per_variant_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} in {self.channel}"

    @property
    def money(self) -> Money | None:
        """The price; None if it is not for sale there."""
        return as_money(self.price, self.currency)

    @property
    def money_before(self) -> Money | None:
        """The lowest price of the 30 days before a reduction; None if no reduction may be announced."""
        return _price_before(self.price, self.reference, self.currency)

    def left_in(self, country: str) -> int | None:
        """How many can be sent to a country."""
        return _left_in(self, country)

    def fewer_in(self, country: str) -> int | None:
        """How many can be sent to a country, if other countries of the channel have more; else None."""
        here = self.left_in(country)
        lefts = (self.left_in(each) for each in countries_of(self.channel))
        return here if here is not None and any(left is None or left > here for left in lefts) else None

    def is_in_stock_in(self, country: str) -> bool:
        """Whether one can be sent to a country. A stock that Saleor does not state counts as enough."""
        return self.price is not None and self.left_in(country) != 0


def in_stock_in(country: str, prefix: str = "") -> models.Q:
    """The condition of listings (at the end of the path `prefix`) of which something can be sent to a country."""
    in_stock = models.Q(**{f"{prefix}in_stock": True})
    differs = models.Q(**{f"{prefix}stock_differs_in__contains": f",{country},"})
    return (in_stock & ~differs) | (~in_stock & differs)


def in_stock_first(country: str, prefix: str = "") -> OrderBy:
    """An order of listings in which those come first of which something can be sent to a country."""
    return models.Case(models.When(in_stock_in(country, prefix), then=0), default=1).asc()


def _left_in(row: Listing | Offer, country: str) -> int | None:
    left: int | None = row.left_elsewhere.get(country, row.left)
    return left


def as_money(amount: Decimal | None, currency: str) -> Money | None:
    """A stored amount as money, with as many decimals as its currency has where that is exact."""
    if amount is None:
        return None
    short = amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)))
    return Money(amount=short if amount == short else amount, currency=currency)


def _price_before(price: Decimal | None, reference: Decimal | None, currency: str) -> Money | None:
    if price is None or reference is None or reference <= price:
        return None
    return as_money(reference, currency)
