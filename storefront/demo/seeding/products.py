"""Categories, products with variants, prices and stock, collections, and pictures of the demo shop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import resvg_py

from storefront.demo.data import DemoCatalogue, Product, Variant, picture_file, rich_text
from storefront.demo.seeding.attributes import SaleorAttribute, attribute_inputs
from storefront.demo.seeding.channels import Channels
from storefront.demo.seeding.staff import Ref, StaffSession
from storefront.saleor.client.uploads import Upload
from storefront.saleor.types.base import Answer, Edges

BATCH_SIZE = 6  # products in one mutation: well within its time limit on a small machine
PICTURE_PIXELS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTerms:
    """What products refer to: attributes by slug, and the ids of product types and categories by slug."""

    attributes: Mapping[str, SaleorAttribute]
    product_types: Mapping[str, str]
    categories: Mapping[str, str]


class _Media(Answer, frozen=True):
    id: str
    alt: str = ""


class _Variant(Answer, frozen=True):
    id: str
    sku: str | None = None
    media: tuple[_Media, ...] | None = None


class _Slug(Answer, frozen=True):
    slug: str


class SaleorProduct(Ref, frozen=True):
    """A product in Saleor."""

    media: tuple[_Media, ...] | None
    collections: tuple[_Slug, ...] | None
    product_variants: Edges[_Variant]


class _Listing(Answer, frozen=True):
    channel: _Slug


class _Collection(Ref, frozen=True):
    channel_listings: tuple[_Listing, ...] | None = None


class _CreatedCategory(Answer, frozen=True):
    category: Ref


class _CreatedCollection(Answer, frozen=True):
    collection: Ref


class _CreatedMedia(Answer, frozen=True):
    media: _Media


def create_categories(staff: StaffSession, demo: DemoCatalogue) -> Mapping[str, str]:
    """Create the missing categories; return the ids by slug."""
    existing = staff.list_nodes("SeededCategories", Ref, slugs=[wanted.slug for wanted in demo.categories])
    ids = {found.slug: found.id for found in existing}
    for wanted in demo.categories:
        if wanted.slug not in ids:
            values = {"name": wanted.name, "slug": wanted.slug, "description": rich_text(wanted.description)}
            ids[wanted.slug] = staff.run("CreateCategory", _CreatedCategory, input=values).category.id
            staff.created["category"] += 1
    return ids


def create_products(
    staff: StaffSession, demo: DemoCatalogue, channels: Channels, terms: ProductTerms, *, advance: Callable[[int], None]
) -> Mapping[str, SaleorProduct]:
    """Create the missing products; return all by slug. `advance` is called with how many more exist."""
    existing = _existing_products(staff, demo)
    missing = [product for product in demo.products if product.slug not in existing]
    advance(len(demo.products) - len(missing))
    for start in range(0, len(missing), BATCH_SIZE):
        batch = missing[start : start + BATCH_SIZE]
        staff.run_bulk("CreateProducts", products=[_product_input(product, channels, terms) for product in batch])
        staff.created["product"] += len(batch)
        advance(len(batch))
    return _existing_products(staff, demo) if missing else existing


def create_collections(
    staff: StaffSession, demo: DemoCatalogue, channels: Channels, products: Mapping[str, SaleorProduct]
) -> None:
    """Create the missing collections, publish them in every channel and add their products."""
    slugs = [wanted.slug for wanted in demo.collections]
    existing = {found.slug: found for found in staff.list_nodes("SeededCollections", _Collection, slugs=slugs)}
    for wanted in demo.collections:
        found = existing.get(wanted.slug)
        if found is None:
            values = {"name": wanted.name, "slug": wanted.slug, "description": rich_text(wanted.description)}
            created = staff.run("CreateCollection", _CreatedCollection, input=values).collection
            found = _Collection(id=created.id, slug=created.slug)
            staff.created["collection"] += 1
        listed = {listing.channel.slug for listing in found.channel_listings or ()}
        unlisted = [
            {"channelId": channel_id, "isPublished": True}
            for slug, channel_id in channels.ids.items()
            if slug not in listed
        ]
        if unlisted:
            staff.run_without_result("ListCollection", id=found.id, input={"addChannels": unlisted})
            staff.created["collection listing"] += len(unlisted)
        missing = [
            products[slug].id
            for slug in wanted.products
            if wanted.slug not in {collection.slug for collection in products[slug].collections or ()}
        ]
        if missing:
            staff.run_without_result("FillCollection", id=found.id, products=missing)
            staff.created["product in a collection"] += len(missing)


def upload_pictures(staff: StaffSession, product: Product, existing: SaleorProduct) -> None:
    """Upload the product's missing pictures, matched by alternative text, and assign them to its variants."""
    media = {each.alt: each.id for each in existing.media or ()}
    for number, picture in enumerate(product.pictures):
        if picture.alt not in media:
            media[picture.alt] = _upload_picture(staff, product, number, existing.id)
            staff.created["picture"] += 1
    if len(product.variants) > 1:
        variants = {variant.sku: variant for variant in existing.product_variants.nodes}
        for wanted in product.variants:
            _assign_picture(staff, variants.get(wanted.sku), media[product.pictures[wanted.picture].alt])


def _assign_picture(staff: StaffSession, variant: _Variant | None, media_id: str) -> None:
    if variant is not None and media_id not in {each.id for each in variant.media or ()}:
        staff.run_without_result("GiveVariantPicture", variant=variant.id, media=media_id)
        staff.created["variant's picture"] += 1


def _upload_picture(staff: StaffSession, product: Product, number: int, product_id: str) -> str:
    """Upload a picture as PNG, because Saleor takes no SVG."""
    svg = picture_file(product.slug, number).read_text(encoding="utf-8")
    png = resvg_py.svg_to_bytes(svg_string=svg, width=PICTURE_PIXELS, height=PICTURE_PIXELS, skip_system_fonts=True)
    upload = Upload(
        path="variables.image",
        name=f"{product.slug}-{number + 1}.png",
        content_type="image/png",
        content=bytes(png),
    )
    alt = product.pictures[number].alt
    return staff.upload("AddPicture", _CreatedMedia, upload, product=product_id, alt=alt, image=None).media.id


def _existing_products(staff: StaffSession, demo: DemoCatalogue) -> dict[str, SaleorProduct]:
    slugs = [product.slug for product in demo.products]
    return {found.slug: found for found in staff.list_nodes("SeededProducts", SaleorProduct, slugs=slugs)}


def _product_input(product: Product, channels: Channels, terms: ProductTerms) -> dict[str, object]:
    listing = {"isPublished": True, "visibleInListings": True, "isAvailableForPurchase": True}
    return {
        "name": product.name,
        "slug": product.slug,
        "externalReference": product.reference,
        "productType": terms.product_types[product.product_type],
        "category": terms.categories[product.category],
        "description": rich_text(*product.description),
        "seo": {"description": product.seo_description},
        "attributes": attribute_inputs(product.attributes, terms.attributes),
        "channelListings": [{"channelId": channel_id, **listing} for channel_id in channels.ids.values()],
        "variants": [_variant_input(variant, channels, terms) for variant in product.variants],
    }


def _variant_input(variant: Variant, channels: Channels, terms: ProductTerms) -> dict[str, object]:
    return {
        "sku": variant.sku,
        "name": variant.name,
        "trackInventory": True,
        "attributes": attribute_inputs(variant.attributes, terms.attributes),
        "stocks": [{"warehouse": channels.warehouse, "quantity": variant.stock}],
        "channelListings": [
            {"channelId": channels.ids[channel], "price": price} for channel, price in variant.prices.items()
        ],
    }
