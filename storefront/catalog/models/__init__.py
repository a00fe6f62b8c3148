"""Our read model of Saleor's catalogue: rows that pages read without asking Saleor.

Only the sync writes them. Rows that leave Saleor are not deleted: what a market no longer shows is withdrawn there, so
that pages can say so.
"""

from storefront.catalog.models.delivery_terms import DeliveryTerms
from storefront.catalog.models.offers import Listing, Offer, TaxDisplay, Variant, as_money, in_stock_first, in_stock_in
from storefront.catalog.models.products import AttributeValue, FormerSlug, Media, Product, ProductQuerySet
from storefront.catalog.models.rule_versions import RuleVersion
from storefront.catalog.models.sections import Category, Collection, CollectionListing
from storefront.catalog.models.shown_values import Shown
from storefront.catalog.price_history.models import PricePeriod, PriorPrice
from storefront.catalog.sync.refresh_queue import PendingRefresh, SyncState
from storefront.catalog.sync.scheduled_changes import ScheduledChange

__all__ = [
    "AttributeValue",
    "Category",
    "Collection",
    "CollectionListing",
    "DeliveryTerms",
    "FormerSlug",
    "Listing",
    "Media",
    "Offer",
    "PendingRefresh",
    "PricePeriod",
    "PriorPrice",
    "Product",
    "ProductQuerySet",
    "RuleVersion",
    "ScheduledChange",
    "Shown",
    "SyncState",
    "TaxDisplay",
    "Variant",
    "as_money",
    "in_stock_first",
    "in_stock_in",
]
