"""Who makes a product, who answers for it, and by which numbers it is known (GPSR, article 19)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from storefront.catalog.models import Product
from storefront.catalog.pages.fact_rows import maker_rows
from storefront.catalog.pages.selling_terms import SellingTerms
from storefront.catalog.pages.view_models import FactRow, VariantChoice
from storefront.core.markets import is_in_european_union
from storefront.safety.facts import ProductFacts


def identity_rows(
    product: Product, facts: ProductFacts, variant: VariantChoice | None, terms: SellingTerms
) -> tuple[FactRow, ...]:
    """Return what is stated of the maker, the person who answers for the product in this market, and its numbers."""
    return (*maker_rows(product, facts), *_responsible_person(product, facts, terms), *_numbers(variant))


def _responsible_person(product: Product, facts: ProductFacts, terms: SellingTerms) -> Iterator[FactRow]:
    """The product's own statement, else the merchant's for all products."""
    country, merchant = terms.market.country, terms.merchant
    if is_in_european_union(country):
        stated = product.translated_text("eu-responsible-person") if facts.eu_responsible_person else ""
        if value := stated or "\n".join(merchant.eu_responsible_person):
            yield FactRow(label=_("Responsible in the EU"), value=value, is_stated=True)
    elif country == "GB":
        stated = product.translated_text("uk-responsible-person") if facts.uk_responsible_person else ""
        if value := stated or "\n".join(merchant.uk_responsible_person):
            yield FactRow(label=_("Responsible in the UK"), value=value, is_stated=True)


def _numbers(variant: VariantChoice | None) -> Iterator[FactRow]:
    if variant and variant.sku:
        yield FactRow(label=_("Article number"), value=variant.sku, is_stated=True)
    if variant and variant.gtin:
        yield FactRow(label="GTIN", value=variant.gtin, is_stated=True)
