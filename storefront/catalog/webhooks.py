"""Saleor's catalogue and order webhooks: mark the entities that they name for refresh.

The sender has been verified before. Nothing else of an event is used, because the refresh reads the current state
from Saleor. The event's name comes from an unsigned header; the type in the signed body is what counts.
"""

from collections.abc import Iterator

import msgspec

from storefront.catalog import tasks
from storefront.catalog.models import PendingRefresh, Variant
from storefront.catalog.sync.full_sync import configured_channels
from storefront.safety.value_types import slugified

Kind = PendingRefresh.Kind


class _Payload(msgspec.Struct, frozen=True, rename="camel"):
    """Base of the parts of an event."""


class _Ref(_Payload, frozen=True):
    id: str


class _Slug(_Payload, frozen=True):
    slug: str | None = None


class _Variant(_Payload, frozen=True):
    id: str
    product: _Ref | None = None


class _Media(_Payload, frozen=True):
    product_id: str | None = None


class _AttributeValue(_Payload, frozen=True):
    attribute: _Slug | None = None


class _Translatable(_Payload, frozen=True):
    """What was translated. `attribute` holds the attribute of a translated value, one level down as in Saleor."""

    product_id: str | None = None
    product_variant_id: str | None = None
    category_id: str | None = None
    collection_id: str | None = None
    attribute: _AttributeValue | None = None

    @property
    def is_section(self) -> bool:
        return bool(self.category_id or self.collection_id)


class _Translation(_Payload, frozen=True):
    translatable_content: _Translatable | None = None


class _Event(_Payload, frozen=True):
    """A catalogue event. `repriced` is the variant of events that always have one (subscriptions/catalogue.graphql)."""

    typename: str = msgspec.field(name="__typename")
    product: _Ref | None = None
    product_variant: _Variant | None = None
    repriced: _Variant | None = None
    product_media: _Media | None = None
    channel: _Slug | None = None
    attribute: _Slug | None = None
    translation: _Translation | None = None

    @property
    def translated(self) -> _Translatable:
        """What was translated; empty if the event is not about a translation."""
        return (self.translation and self.translation.translatable_content) or _Translatable()

    @property
    def changed_attribute(self) -> _Slug | None:
        """The attribute that changed, or one of whose values was translated."""
        value = self.translated.attribute
        return value.attribute if value else self.attribute


class _Line(_Payload, frozen=True):
    variant: _Variant | None = None


class _Order(_Payload, frozen=True):
    lines: tuple[_Line, ...] = ()


class _OrderEvent(_Payload, frozen=True):
    order: _Order | None = None


def handle_catalogue_event(event: str, body: bytes) -> None:
    """Mark what a catalogue event names. Raises msgspec.DecodeError."""
    decoded = msgspec.json.decode(body, type=_Event)
    for kind, saleor_id in set(_named_entities(decoded)):
        PendingRefresh.objects.mark(kind, [saleor_id])
    tasks.enqueue_refresh()


def handle_order_event(event: str, body: bytes) -> None:
    """Mark every product of an order, because Saleor sends no stock event for orders. Raises msgspec.DecodeError."""
    order = msgspec.json.decode(body, type=_OrderEvent).order
    variants = (line.variant for line in order.lines) if order else ()
    product_ids = {variant.product.id for variant in variants if variant and variant.product}
    if product_ids:
        PendingRefresh.objects.mark(Kind.PRODUCT, product_ids)
        tasks.enqueue_refresh()


def _named_entities(event: _Event) -> Iterator[tuple[Kind, str]]:
    """The entities that an event names, as kind and `PendingRefresh.saleor_id`."""
    if event.typename.startswith(("Category", "Collection")) or event.translated.is_section:
        yield Kind.SECTIONS, ""
    elif event.typename.startswith("Channel"):
        if event.channel and event.channel.slug in configured_channels():
            yield Kind.CHANNEL, event.channel.slug
    elif event.changed_attribute:
        if event.changed_attribute.slug:
            yield Kind.ATTRIBUTE, slugified(event.changed_attribute.slug)[:255]
    else:
        for product_id in filter(None, _product_ids(event)):
            yield Kind.PRODUCT, product_id[:255]


def _product_ids(event: _Event) -> Iterator[str | None]:
    yield event.product.id if event.product else None
    yield event.product_media.product_id if event.product_media else None
    yield event.translated.product_id
    for variant in filter(None, (event.product_variant, event.repriced)):
        yield variant.product.id if variant.product else _product_of_variant(variant.id)
    if event.translated.product_variant_id:
        yield _product_of_variant(event.translated.product_variant_id)


def _product_of_variant(variant_id: str) -> str | None:
    """From our own rows, because the event of a deleted variant has no product."""
    return Variant.objects.filter(saleor_id=variant_id).values_list("product__saleor_id", flat=True).first()
