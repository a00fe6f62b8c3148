"""The context of a product page, read in a fixed number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.catalog import selectors
from storefront.catalog.lines.notes import preorder_note
from storefront.catalog.models import Category, FormerSlug, Listing, Media, Offer, Product, Variant
from storefront.catalog.pages import formatting, size_diagram
from storefront.catalog.pages.fact_rows import fact_rows
from storefront.catalog.pages.offers import gtin_of, offer_of_variant
from storefront.catalog.pages.own_attributes import own_rows
from storefront.catalog.pages.product_identity import identity_rows
from storefront.catalog.pages.sale_refusals import restriction_note, sale_refusal
from storefront.catalog.pages.selling_terms import SellingTerms, selling_terms
from storefront.catalog.pages.size_diagram import SizeDiagram
from storefront.catalog.pages.view_models import (
    Availability,
    Crumb,
    FactRow,
    Picture,
    ProductCard,
    VariantChoice,
    availability_of,
    picture_of,
)
from storefront.catalog.together.groups import VerdictGroup, pairing_groups
from storefront.catalog.translations import text_of
from storefront.core import registry
from storefront.core.markets import Market, all_markets, primary_language
from storefront.core.text.localized_text import (
    LocalizedHtml,
    LocalizedText,
    first_in_language,
    in_readers_language,
    is_foreign,
    untranslated,
)
from storefront.core.web.links import Alternate, PageLink, alternates_in
from storefront.merchant.duties.notices import Notice, notices_for
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, is_of_known_kind, possible_roles
from storefront.saleor.types import Preorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A video as a link to its host, from which the page loads nothing."""

    url: str
    title: str
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage:
    """A product as one market's page shows it.

    `refused` says why the market does not sell it, `sale_warnings` which rules it fails and is sold in spite of,
    and `restriction` where it is not sent; `notices` are what the law asks to show. `recall` leads to the recall of
    one of its variants, which cannot be bought.
    """

    product: Product
    url: str
    facts: ProductFacts
    name: LocalizedText
    eyebrow: str
    summary: LocalizedText
    description_html: LocalizedHtml
    seo_title: LocalizedText
    seo_description: LocalizedText
    crumbs: tuple[Crumb, ...]
    pictures: tuple[Picture, ...]
    variants: tuple[VariantChoice, ...]
    variant: VariantChoice | None
    refused: str | None
    sale_warnings: tuple[str, ...]
    restriction: str
    recall: PageLink | None
    fact_rows: tuple[FactRow, ...]
    is_of_known_kind: bool
    videos: tuple[Video, ...]
    available_from: str
    is_incomplete: bool
    drawing: SizeDiagram | None
    goes_with: tuple[VerdictGroup, ...]
    return_note: str
    warnings: tuple[LocalizedText, ...]
    makers: tuple[FactRow, ...]
    notices: tuple[Notice, ...]
    related: tuple[ProductCard, ...]
    alternates: tuple[Alternate, ...]

    @property
    def product_pks(self) -> tuple[int, ...]:
        """Every product that the page shows something of."""
        return (self.product.pk, *(card.pk for card in self.related))

    @property
    def is_matched(self) -> bool:
        """Whether there is anything that it must go with: it has a part in what is used together."""
        return Role.OTHER not in possible_roles(self.facts)

    @property
    def is_partly_untranslated(self) -> bool:
        """Whether the page shows text of the merchant's in another language than its own."""
        texts: tuple[LocalizedText | LocalizedHtml, ...] = (self.name, self.summary, self.description_html)
        return any(is_foreign(text) for text in (*texts, *self.warnings))

    @property
    def original_language(self) -> str:
        """The language of the merchant's texts that are not translated, without its region."""
        return primary_language(settings.CATALOGUE_LANGUAGE)

    @property
    def quantities(self) -> range:
        """The quantities to choose from: as many as can be had of some variant."""
        return max((variant.quantities for variant in self.variants), key=len, default=range(1, 2))

    @property
    def is_for_sale(self) -> bool:
        """Whether the page may offer to add it to a cart."""
        return self.refused is None and any(variant.availability is not Availability.OUT for variant in self.variants)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotListed:
    """A product that this market does not show.

    `name` is None if the shop never had it. `gone` is true if this market had it before. `elsewhere` are the markets
    that have it, and `moved_to` is the path of the product that had this slug before.
    """

    name: LocalizedText | None = None
    gone: bool = False
    elsewhere: tuple[Alternate, ...] = ()
    category: Crumb | None = None
    moved_to: str = ""


def product_page(slug: str, market: Market, *, variant_id: str = "") -> ProductPage | NotListed:
    """The page of the product with this slug in `market`, or why there is none. Nine statements."""
    product = Product.objects.with_category().filter(slug=slug).first()
    if product is None:
        return _moved(slug)
    listings = list(Listing.objects.filter(product=product, published=True))
    here = next((listing for listing in listings if listing.channel == market.channel), None)
    channels = {listing.channel for listing in listings}
    elsewhere = alternates_in(
        [each for each in all_markets() if each.channel in channels], "catalog:product", product.slug
    )
    if here is None:
        return _not_here(product, market, elsewhere)
    facts, terms = product.facts, selling_terms(market)
    offers = _offers(product, here)
    recalls = registry.recall_notices.only({name for offer in offers for name in offer.variant.identifiers})
    variants = _variants(product, here, terms, offers, recalled=recalls, wanted=variant_id)
    variant = next((each for each in variants if each.selected), None)
    name, description = product.translated("name"), product.translated("description_html")
    return ProductPage(
        product=product,
        url=product.get_absolute_url(),
        facts=facts,
        name=name,
        eyebrow=formatting.eyebrow(product, facts),
        summary=product.translated_text("stage-reason"),
        description_html=LocalizedHtml(description),
        seo_title=first_in_language(product.translated("seo_title"), name),
        seo_description=first_in_language(product.translated("seo_description"), text_of(description))
        or in_readers_language(formatting.facts_line(product, facts))
        or name,
        crumbs=_crumbs(product),
        pictures=_pictures(product),
        variants=variants,
        variant=variant,
        refused=sale_refusal(product, market, terms.seller),
        sale_warnings=formatting.sale_warnings(facts),
        restriction=restriction_note(product, market, terms.seller),
        recall=next(iter(recalls.values()), None),
        fact_rows=(*fact_rows(product, facts), *own_rows(product, _selected_row(offers, variant), market)),
        is_of_known_kind=is_of_known_kind(facts),
        videos=tuple(Video(**video) for video in product.videos),
        available_from=formatting.available_from(here),
        is_incomplete=bool(product.left_out),
        drawing=size_diagram.size_diagram(facts),
        goes_with=pairing_groups(facts),
        return_note=formatting.return_note(facts),
        warnings=product.translated_text("warnings").lines(),
        makers=identity_rows(product, facts, variant, terms),
        notices=notices_for(facts, market.country, on=timezone.localdate(), picture=terms.merchant.guarantee_notice),
        related=tuple(selectors.related_to(product, terms)),
        alternates=elsewhere,
    )


def _selected_row(offers: Sequence[Offer], chosen: VariantChoice | None) -> Variant | None:
    return next((offer.variant for offer in offers if chosen and offer.variant.saleor_id == chosen.id), None)


def _moved(slug: str) -> NotListed:
    former = FormerSlug.objects.filter(slug=slug).select_related("product").first()
    return NotListed(moved_to=former.product.get_absolute_url() if former else "")


def _not_here(product: Product, market: Market, elsewhere: tuple[Alternate, ...]) -> NotListed:
    was_here = Listing.objects.filter(product=product, channel=market.channel).exists()
    category = product.category if product.category and not product.category.withdrawn else None
    return NotListed(
        name=product.translated("name"),
        gone=was_here,
        elsewhere=elsewhere,
        category=Crumb(category.translated("name"), category.get_absolute_url()) if category else None,
    )


def _crumbs(product: Product) -> tuple[Crumb, ...]:
    category = product.category
    above = (*Category.objects.above(category), category) if category else ()
    return (*selectors.shop_crumbs(above), Crumb(product.translated("name")))


def _pictures(product: Product) -> tuple[Picture, ...]:
    """All pictures; the first one is described by the product's name if the merchant gives no description."""
    stored = [
        Picture(small=media.small, large=media.large, alt=untranslated(media.alt))
        for media in Media.objects.filter(product=product)
    ]
    first = picture_of(product)
    pictures = stored or ([first] if first else [])
    return tuple(
        replace(picture, alt=picture.alt or product.translated("name")) if index == 0 else picture
        for index, picture in enumerate(pictures)
    )


def _offers(product: Product, here: Listing) -> list[Offer]:
    """What is for sale here, in the merchant's order."""
    priced = Offer.objects.filter(variant__product=product, channel=here.channel, price__isnull=False)
    return list(priced.select_related("variant").order_by("variant__position", "variant__pk"))


def _variants(
    product: Product,
    here: Listing,
    terms: SellingTerms,
    offers: Sequence[Offer],
    *,
    recalled: Collection[str],
    wanted: str,
) -> tuple[VariantChoice, ...]:
    """The offers as choices. The URL's variant is selected, else the first in stock. Nothing recalled can be bought."""
    choices = [
        _choice(offer, product=product, here=here, terms=terms, is_recalled=_is_recalled(offer.variant, recalled))
        for offer in offers
    ]
    chosen = _selected(choices, wanted)
    return tuple(
        replace(choice, selected=choice is chosen, name=choice.name or _unnamed(product, place, len(choices)))
        for place, choice in enumerate(choices, start=1)
    )


def _unnamed(product: Product, place: int, count: int) -> LocalizedText:
    """What a variant without a name, attributes and SKU is called: its product, or its place among several."""
    return product.translated("name") if count == 1 else in_readers_language(_("Option %(n)s") % {"n": place})


def _is_recalled(variant: Variant, recalled: Collection[str]) -> bool:
    return any(name in recalled for name in variant.identifiers)


def _choice(offer: Offer, *, product: Product, here: Listing, terms: SellingTerms, is_recalled: bool) -> VariantChoice:
    country = terms.market.country
    is_for_sale = offer.is_in_stock_in(country) and here.purchasable and not is_recalled
    availability, left = availability_of(is_for_sale, offer.left_in(country))
    values = [value for label in offer.variant.labels.values() for value in label["values"]]
    return VariantChoice(
        id=offer.variant.saleor_id,
        name=first_in_language(offer.variant.translated("name"), untranslated(", ".join(values) or offer.variant.sku)),
        sku=offer.variant.sku,
        gtin=gtin_of(product, offer.variant),
        offer=offer_of_variant(product, offer, here, terms),
        availability=availability,
        left=left,
        selected=False,
        preorder=_preorder(offer.variant),
        quantity_limit=offer.variant.quantity_limit,
    )


def _preorder(variant: Variant) -> str:
    return preorder_note(Preorder(end_date=variant.preorder_until)) if variant.is_preorder else ""


def _selected(choices: Sequence[VariantChoice], wanted: str) -> VariantChoice | None:
    ranked = sorted(choices, key=lambda choice: (choice.id != wanted, choice.availability is Availability.OUT))
    return ranked[0] if ranked else None
