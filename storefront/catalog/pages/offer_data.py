"""Offers as search engines read them (schema.org): price, unit price, delivery, returns and numbers."""

from storefront.catalog.models import TaxDisplay
from storefront.catalog.pages.offers import OfferInfo
from storefront.catalog.pages.product_page import ProductPage
from storefront.catalog.pages.selling_terms import SellingTerms
from storefront.catalog.pages.unit_prices import UnitPrice
from storefront.catalog.pages.view_models import Availability, VariantChoice
from storefront.core.markets import is_in_european_union
from storefront.core.web.links import absolute_url
from storefront.safety.choices import ReturnRule
from storefront.saleor.types import ListedDelivery, Money

_LAWFUL_RETURN_DAYS = 14

Data = dict[str, object]


def offer_data(page: ProductPage, variant: VariantChoice) -> Data:
    """Return the Offer of a variant."""
    stock = "OutOfStock" if variant.availability is Availability.OUT else "InStock"
    data: Data = {
        "@type": "Offer",
        "url": absolute_url(page.url),
        "availability": f"https://schema.org/{'PreOrder' if variant.preorder else stock}",
        "itemCondition": "https://schema.org/NewCondition",
        **numbers_of(variant),
    }
    if variant.price:
        data |= {"price": str(variant.price.amount), "priceCurrency": variant.price.currency}
        data["priceSpecification"] = _price_specifications(variant.price, variant.offer)
    terms = variant.offer.terms
    if variant.offer.is_shipped and terms.has_shown_prices and terms.open_deliveries:
        data["shippingDetails"] = [_shipping(each, terms) for each in terms.open_deliveries]
    days = _return_days(terms)
    if page.facts.return_rule in (ReturnRule.STANDARD_14_DAY, ReturnRule.SEALED_16E) and days:
        data["hasMerchantReturnPolicy"] = {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": terms.market.country,
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": days,
            "returnMethod": "https://schema.org/ReturnByMail",
        }
    return data


def numbers_of(variant: VariantChoice) -> Data:
    """Return the numbers by which a variant is known."""
    known = {"sku": variant.sku, "gtin": variant.gtin}
    return {name: number for name, number in known.items() if number}


def _price_specifications(price: Money, offer: OfferInfo) -> Data | list[Data]:
    """The price, and the one that a reduction is announced from. No end is stated, since none is known."""
    current = _price_specification(price, offer)
    if offer.was is None:
        return current
    before = {**_price_specification(offer.was, offer), "priceType": "https://schema.org/StrikethroughPrice"}
    before.pop("referenceQuantity", None)
    return [current, before]


def _price_specification(price: Money, offer: OfferInfo) -> Data:
    data: Data = {
        "@type": "UnitPriceSpecification",
        "price": str(price.amount),
        "priceCurrency": price.currency,
        "valueAddedTaxIncluded": offer.tax is not TaxDisplay.ADDED,
    }
    return data | ({"referenceQuantity": _quantity(offer.unit_price)} if offer.unit_price else {})


def _quantity(unit: UnitPrice) -> Data:
    """How much is sold, with the unit that a unit price is for as reference."""
    one = {"@type": "QuantitativeValue", "value": 1, "unitCode": unit.measure}
    return {**one, "value": float(unit.quantity), "valueReference": one}


def _shipping(delivery: ListedDelivery, terms: SellingTerms) -> Data:
    data: Data = {
        "@type": "OfferShippingDetails",
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": str(delivery.price.amount),
            "currency": delivery.price.currency,
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": terms.market.country},
    }
    days = (delivery.minimum_delivery_days, delivery.maximum_delivery_days)
    if days[0] is not None and days[1] is not None:
        span = {"@type": "QuantitativeValue", "minValue": days[0], "maxValue": days[1], "unitCode": "DAY"}
        data["deliveryTime"] = {"@type": "ShippingDeliveryTime", "transitTime": span}
    return data


def _return_days(terms: SellingTerms) -> int | None:
    """How long an item can be returned: as the merchant states, else as the law of the market's country says."""
    country = terms.market.country
    lawful = _LAWFUL_RETURN_DAYS if country == "GB" or is_in_european_union(country) else None
    return terms.merchant.return_days or lawful
