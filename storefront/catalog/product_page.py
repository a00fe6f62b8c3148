"""Everything that a product's page shows, read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storefront.catalog import formatting, page_urls, selectors, size_diagram
from storefront.catalog.fact_rows import fact_rows, maker_rows
from storefront.catalog.models import Category, FormerSlug, Listing, Media, Offer, Product
from storefront.catalog.page_urls import Alternate
from storefront.catalog.size_diagram import Drawing
from storefront.catalog.translations import (
    LocalizedHtml,
    LocalizedText,
    first_in_language,
    is_foreign,
    text_of,
    untranslated,
)
from storefront.catalog.unit_prices import per_litre
from storefront.catalog.view_models import Crumb, FactRow, Picture, ProductCard, VariantChoice, availability, picture_of
from storefront.core.markets import Market, all_markets
from storefront.safety.facts import ProductFacts
from storefront.safety.verdicts import Pairing, goes_with


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """A product as one market's page shows it; `refused` says why it is never sold."""

    product: Product
    url: str
    facts: ProductFacts
    name: str
    eyebrow: str
    summary: str
    description_html: LocalizedHtml
    seo_title: str
    seo_description: str
    crumbs: tuple[Crumb, ...]
    pictures: tuple[Picture, ...]
    variants: tuple[VariantChoice, ...]
    variant: VariantChoice | None
    refused: str | None
    fact_rows: tuple[FactRow, ...]
    drawing: Drawing | None
    goes_with: tuple[Pairing, ...]
    return_note: str
    warnings: tuple[str, ...]
    makers: tuple[FactRow, ...]
    related: tuple[ProductCard, ...]
    alternates: tuple[Alternate, ...]

    @property
    def product_pks(self) -> tuple[int, ...]:
        """Every product that the page shows something of."""
        return (self.product.pk, *(card.pk for card in self.related))

    @property
    def is_half_foreign(self) -> bool:
        """Whether something that the merchant wrote stands on it in another language than its own."""
        return any(map(is_foreign, (self.name, self.summary, self.description_html, *self.warnings)))

    @property
    def for_sale(self) -> bool:
        """Whether the page may offer to put it into a cart."""
        return self.refused is None and any(variant.availability != "out" for variant in self.variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotListed:
    """A product that this market does not show: what it was, and where it may be had.

    `gone` True: it was on sale here before. Both empty: nobody ever heard of it.
    """

    name: str = ""
    gone: bool = False
    elsewhere: tuple[Alternate, ...] = ()
    category: Crumb | None = None
    moved_to: str = ""


def product_page(slug: str, market: Market, *, variant_id: str = "") -> ProductPage | NotListed:
    """The page of the product with this slug in `market`, or what can be said when there is none. Six statements."""
    product = Product.objects.with_category().filter(slug=slug).first()
    if product is None:
        return _moved(slug)
    listings = list(Listing.objects.filter(product=product, published=True))
    here = next((each for each in listings if each.channel == market.channel), None)
    channels = {each.channel for each in listings}
    elsewhere = page_urls.alternates(
        [each for each in all_markets() if each.channel in channels], "catalog:product", product.slug
    )
    if here is None:
        return _not_here(product, market, elsewhere)
    facts = product.facts
    variants = _variants(product, here, wanted=variant_id)
    name, description = product.told("name"), product.told("description_html")
    return ProductPage(
        product=product,
        url=product.get_absolute_url(),
        facts=facts,
        name=name,
        eyebrow=formatting.eyebrow(product, facts),
        summary=product.told_text("stage-reason"),
        description_html=LocalizedHtml(description),
        seo_title=first_in_language(product.told("seo_title"), name),
        seo_description=first_in_language(product.told("seo_description"), text_of(description))
        or formatting.facts_line(product, facts)
        or name,
        crumbs=_crumbs(product),
        pictures=_pictures(product),
        variants=variants,
        variant=next((each for each in variants if each.selected), None),
        refused=formatting.refusal(facts),
        fact_rows=fact_rows(product, facts),
        drawing=size_diagram.to_scale(facts),
        goes_with=goes_with(facts),
        return_note=formatting.return_note(facts),
        warnings=_lines(product.told_text("warnings")),
        makers=maker_rows(product, facts),
        related=tuple(selectors.related_to(product, market)),
        alternates=elsewhere,
    )


def _lines(text: LocalizedText) -> tuple[LocalizedText, ...]:
    return tuple(LocalizedText(line.strip(), text.language) for line in text.splitlines() if line.strip())


def _moved(slug: str) -> NotListed:
    former = FormerSlug.objects.filter(slug=slug).select_related("product").first()
    return NotListed(moved_to=former.product.get_absolute_url() if former else "")


def _not_here(product: Product, market: Market, elsewhere: tuple[Alternate, ...]) -> NotListed:
    before = Listing.objects.filter(product=product, channel=market.channel).exists()
    shelf = product.category if product.category and not product.category.withdrawn else None
    return NotListed(
        name=product.told("name"),
        gone=before,
        elsewhere=elsewhere,
        category=Crumb(shelf.told("name"), shelf.get_absolute_url()) if shelf else None,
    )


def _crumbs(product: Product) -> tuple[Crumb, ...]:
    category = product.category
    above = (*Category.objects.above(category), category) if category else ()
    return (*selectors.shop_crumbs(above), Crumb(product.told("name")))


def _pictures(product: Product) -> tuple[Picture, ...]:
    """The first one says by the product's name what it shows where the merchant says nothing."""
    stored = [
        Picture(small=each.small, large=each.large, alt=untranslated(each.alt))
        for each in Media.objects.filter(product=product)
    ]
    first = picture_of(product)
    pictures = stored or ([first] if first else [])
    return tuple(
        replace(each, alt=each.alt or product.told("name")) if index == 0 else each
        for index, each in enumerate(pictures)
    )


def _variants(product: Product, here: Listing, *, wanted: str) -> tuple[VariantChoice, ...]:
    """What is for sale here, in the merchant's order; selected is what the address names, else the first in stock."""
    offers = list(
        Offer.objects.filter(variant__product=product, channel=here.channel, price__isnull=False)
        .select_related("variant")
        .order_by("variant__position", "variant__pk")
    )
    choices = [_choice(offer, product=product, purchasable=here.purchasable) for offer in offers]
    chosen = _selected(choices, wanted)
    return tuple(replace(choice, selected=choice is chosen) for choice in choices)


def _choice(offer: Offer, *, product: Product, purchasable: bool) -> VariantChoice:
    state, left = availability(offer.in_stock and purchasable, offer.left)
    values = [value for label in offer.variant.labels.values() for value in label["values"]]
    return VariantChoice(
        id=offer.variant.saleor_id,
        name=first_in_language(offer.variant.told("name"), untranslated(", ".join(values) or offer.variant.sku))
        or product.told("name"),
        sku=offer.variant.sku,
        price=offer.money,
        per_litre=per_litre(offer.money, product.facts),
        was=offer.money_before,
        availability=state,
        left=left,
        selected=False,
    )


def _selected(choices: Sequence[VariantChoice], wanted: str) -> VariantChoice | None:
    ranked = sorted(choices, key=lambda choice: (choice.id != wanted, choice.availability == "out"))
    return ranked[0] if ranked else None
