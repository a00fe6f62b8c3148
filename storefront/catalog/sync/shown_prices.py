"""Which of Saleor's prices a channel shows: with tax or without. Pure functions, no database."""

from storefront.catalog.models import TaxDisplay
from storefront.saleor.types import Money, NetAndGross, Product, ProductSummary


def tax_display(answer: Product | ProductSummary) -> TaxDisplay:
    """Return whether the prices of a product include tax, as Saleor's `displayGrossPrices` says."""
    if answer.pricing is not None and not answer.pricing.display_gross_prices:
        return TaxDisplay.ADDED
    variants = answer.product_variants.nodes if answer.product_variants else ()
    prices = [variant.pricing.price for variant in variants if variant.pricing and variant.pricing.price]
    is_taxed = not prices or any(price.net.amount != price.gross.amount for price in prices)
    return TaxDisplay.INCLUDED if is_taxed else TaxDisplay.NONE


def shown_price(price: NetAndGross, display: TaxDisplay) -> Money:
    """Return the amount that a page shows."""
    return price.net if display is TaxDisplay.ADDED else price.gross
