"""The demo shop's categories, products with variants, prices and stock, collections, and pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import resvg_py

from storefront.demo.data import DemoCatalogue, Product, Variant, picture_file, rich_text
from storefront.demo.seeding.desk import Desk, Ref
from storefront.demo.seeding.shop import Places
from storefront.demo.seeding.vocabulary import Known, assigned
from storefront.saleor.types.base import Answer, Edges
from storefront.saleor.uploads import Upload

BATCH = 6  # products in one command: well within its time limit on a small machine
PICTURE_PIXELS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What products are described with: attributes by slug, and the ids of product types and categories by slug."""

    attributes: Mapping[str, Known]
    product_types: Mapping[str, str]
    categories: Mapping[str, str]


class Picture(Answer, frozen=True):
    """A picture in Saleor."""

    id: str
    alt: str = ""


class _Variant(Answer, frozen=True):
    id: str
    sku: str | None = None
    media: tuple[Picture, ...] | None = None


class _Slug(Answer, frozen=True):
    slug: str


class There(Ref, frozen=True):
    """A product in Saleor."""

    media: tuple[Picture, ...] | None
    collections: tuple[_Slug, ...] | None
    product_variants: Edges[_Variant]


class _Listing(Answer, frozen=True):
    channel: _Slug


class _Collection(Ref, frozen=True):
    channel_listings: tuple[_Listing, ...] | None = None


class _MadeCategory(Answer, frozen=True):
    category: Ref


class _MadeCollection(Answer, frozen=True):
    collection: Ref


class _MadePicture(Answer, frozen=True):
    media: Picture


def categories(desk: Desk, demo: DemoCatalogue) -> Mapping[str, str]:
    """The ids of the categories by slug, made where missing."""
    there = desk.found("SeededCategories", Ref, slugs=[wanted.slug for wanted in demo.categories])
    ids = {found.slug: found.id for found in there}
    for wanted in demo.categories:
        if wanted.slug not in ids:
            asked = {"name": wanted.name, "slug": wanted.slug, "description": rich_text(wanted.description)}
            ids[wanted.slug] = desk.ask("CreateCategory", _MadeCategory, input=asked).category.id
            desk.made["category"] += 1
    return ids


def products(
    desk: Desk, demo: DemoCatalogue, there: Places, words: Vocabulary, *, advance: Callable[[int], None]
) -> Mapping[str, There]:
    """Every product as Saleor holds it, by slug, made where missing; `advance` is told how many more are done."""
    found = _found(desk, demo)
    missing = [product for product in demo.products if product.slug not in found]
    advance(len(demo.products) - len(missing))
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        desk.do_all("CreateProducts", products=[_asked(product, there, words) for product in batch])
        desk.made["product"] += len(batch)
        advance(len(batch))
    return _found(desk, demo) if missing else found


def collections(desk: Desk, demo: DemoCatalogue, there: Places, made: Mapping[str, There]) -> None:
    """The collections, shown in every channel, each with its products."""
    found = {
        entry.slug: entry
        for entry in desk.found("SeededCollections", _Collection, slugs=[wanted.slug for wanted in demo.collections])
    }
    for wanted in demo.collections:
        known = found.get(wanted.slug)
        if known is None:
            asked = {"name": wanted.name, "slug": wanted.slug, "description": rich_text(wanted.description)}
            answer = desk.ask("CreateCollection", _MadeCollection, input=asked).collection
            known = _Collection(id=answer.id, slug=answer.slug)
            desk.made["collection"] += 1
        listed = {listing.channel.slug for listing in known.channel_listings or ()}
        unlisted = [
            {"channelId": channel_id, "isPublished": True}
            for slug, channel_id in there.channels.items()
            if slug not in listed
        ]
        if unlisted:
            desk.made["collection listing"] += len(unlisted)
            desk.do("ListCollection", id=known.id, input={"addChannels": unlisted})
        lacking = [
            made[slug].id
            for slug in wanted.products
            if wanted.slug not in {collection.slug for collection in made[slug].collections or ()}
        ]
        if lacking:
            desk.made["product in a collection"] += len(lacking)
            desk.do("FillCollection", id=known.id, products=lacking)


def pictures(desk: Desk, product: Product, there: There) -> None:
    """The product's pictures that Saleor lacks, matched by alternative text; and which variant each shows."""
    known = {picture.alt: picture.id for picture in there.media or ()}
    for index, spec in enumerate(product.pictures):
        if spec.alt not in known:
            known[spec.alt] = _send_picture(desk, product, index, there.id)
            desk.made["picture"] += 1
    variants = {variant.sku: variant for variant in there.product_variants.nodes}
    if len(product.variants) > 1:
        for wanted in product.variants:
            _show(desk, variants.get(wanted.sku), known[product.pictures[wanted.picture].alt])


def _show(desk: Desk, variant: _Variant | None, media_id: str) -> None:
    if variant is not None and media_id not in {picture.id for picture in variant.media or ()}:
        desk.made["variant's picture"] += 1
        desk.do("GiveVariantPicture", variant=variant.id, media=media_id)


def _send_picture(desk: Desk, product: Product, index: int, product_id: str) -> str:
    """Upload a picture as PNG, since Saleor takes no SVG."""
    svg = picture_file(product.slug, index).read_text(encoding="utf-8")
    png = resvg_py.svg_to_bytes(svg_string=svg, width=PICTURE_PIXELS, height=PICTURE_PIXELS, skip_system_fonts=True)
    upload = Upload(
        path="variables.image",
        name=f"{product.slug}-{index + 1}.png",
        content_type="image/png",
        content=bytes(png),
    )
    answer = desk.send_file(
        "AddPicture", _MadePicture, upload, product=product_id, alt=product.pictures[index].alt, image=None
    )
    return answer.media.id


def _found(desk: Desk, demo: DemoCatalogue) -> dict[str, There]:
    slugs = [product.slug for product in demo.products]
    return {found.slug: found for found in desk.found("SeededProducts", There, slugs=slugs)}


def _asked(product: Product, there: Places, words: Vocabulary) -> dict[str, object]:
    listing = {"isPublished": True, "visibleInListings": True, "isAvailableForPurchase": True}
    return {
        "name": product.name,
        "slug": product.slug,
        "externalReference": product.reference,
        "productType": words.product_types[product.product_type],
        "category": words.categories[product.category],
        "description": rich_text(*product.description),
        "seo": {"description": product.seo_description},
        "attributes": assigned(product.attributes, words.attributes),
        "channelListings": [{"channelId": channel_id, **listing} for channel_id in there.channels.values()],
        "variants": [_variant(variant, there, words) for variant in product.variants],
    }


def _variant(variant: Variant, there: Places, words: Vocabulary) -> dict[str, object]:
    return {
        "sku": variant.sku,
        "name": variant.name,
        "trackInventory": True,
        "attributes": assigned(variant.attributes, words.attributes),
        "stocks": [{"warehouse": there.warehouse, "quantity": variant.stock}],
        "channelListings": [
            {"channelId": there.channels[channel], "price": price} for channel, price in variant.prices.items()
        ],
    }
