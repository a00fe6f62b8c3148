"""Tables of the sandbox. Columns are named after the fields of Saleor's API, so that most need no resolver."""

from storefront.sandbox.models.accounts import Address, Customer
from storefront.sandbox.models.catalog import (
    Attribute,
    Category,
    Channel,
    Collection,
    CountryTaxRate,
    Listing,
    Media,
    Price,
    Product,
    ProductType,
    Variant,
)
from storefront.sandbox.models.checkouts import Checkout, CheckoutLine, Delivery, ShippingMethod, Totals, Warehouse
from storefront.sandbox.models.orders import (
    Fulfillment,
    FulfillmentLine,
    GiftCardUse,
    Order,
    OrderLine,
    Transaction,
    TransactionEvent,
)
from storefront.sandbox.models.promotions import GiftCard, Voucher, VoucherListing

__all__ = [
    "Address",
    "Attribute",
    "Category",
    "Channel",
    "Checkout",
    "CheckoutLine",
    "Collection",
    "CountryTaxRate",
    "Customer",
    "Delivery",
    "Fulfillment",
    "FulfillmentLine",
    "GiftCard",
    "GiftCardUse",
    "Listing",
    "Media",
    "Order",
    "OrderLine",
    "Price",
    "Product",
    "ProductType",
    "ShippingMethod",
    "Totals",
    "Transaction",
    "TransactionEvent",
    "Variant",
    "Voucher",
    "VoucherListing",
    "Warehouse",
]
