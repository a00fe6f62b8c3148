"""The sandbox's state: what a merchant, shoppers and the test payment gateway have done to it."""

from storefront.sandbox.models.accounts import Address, Customer, LoginDelay
from storefront.sandbox.models.catalog import (
    Attribute,
    Category,
    Channel,
    Collection,
    Listing,
    Media,
    Price,
    Product,
    ProductType,
    Variant,
)
from storefront.sandbox.models.checkouts import Checkout, CheckoutLine, CollectionPoint, Delivery, DeliveryMethod
from storefront.sandbox.models.orders import Fulfillment, Order, OrderLine
from storefront.sandbox.models.payments import Transaction, TransactionEvent
from storefront.sandbox.models.promotions import GiftCard, Voucher, VoucherListing

__all__ = [
    "Address",
    "Attribute",
    "Category",
    "Channel",
    "Checkout",
    "CheckoutLine",
    "Collection",
    "CollectionPoint",
    "Customer",
    "Delivery",
    "DeliveryMethod",
    "Fulfillment",
    "GiftCard",
    "Listing",
    "LoginDelay",
    "Media",
    "Order",
    "OrderLine",
    "Price",
    "Product",
    "ProductType",
    "Transaction",
    "TransactionEvent",
    "Variant",
    "Voucher",
    "VoucherListing",
]
