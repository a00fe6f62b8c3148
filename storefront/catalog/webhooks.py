"""What Saleor's events name, as rows of what is stale. Nothing of an event is taken over but the names of entities.

Who sent it has been verified before; the event's name in the header is not signed, so what counts is in the body.
"""

import logging
from collections.abc import Iterator

import msgspec
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from storefront.catalog import tasks
from storefront.catalog.models import PendingRefresh, Variant
from storefront.catalog.refresh import QUIET
from storefront.catalog.sync import configured_channels
from storefront.safety.value_types import slugified

logger = logging.getLogger(__name__)


class _Said(msgspec.Struct, frozen=True, rename="camel"):
    """The base of what an event holds."""


class _Ref(_Said, frozen=True):
    id: str


class _Slug(_Said, frozen=True):
    slug: str | None = None


class _Variant(_Said, frozen=True):
    id: str
    product: _Ref | None = None


class _Picture(_Said, frozen=True):
    product_id: str | None = None


class _OfValue(_Said, frozen=True):
    attribute: _Slug | None = None


class _Translatable(_Said, frozen=True):
    """`attribute`: the attribute of a translated value, one level down as Saleor has it."""

    product_id: str | None = None
    product_variant_id: str | None = None
    category_id: str | None = None
    collection_id: str | None = None
    attribute: _OfValue | None = None

    @property
    def is_section(self) -> bool:
        return bool(self.category_id or self.collection_id)


class _Translation(_Said, frozen=True):
    translatable_content: _Translatable | None = None


class _Event(_Said, frozen=True):
    """A catalogue event; `repriced` is the variant of events that always have one (subscriptions/catalogue.graphql)."""

    typename: str = msgspec.field(name="__typename")
    product: _Ref | None = None
    product_variant: _Variant | None = None
    repriced: _Variant | None = None
    product_media: _Picture | None = None
    channel: _Slug | None = None
    attribute: _Slug | None = None
    translation: _Translation | None = None

    @property
    def translated(self) -> _Translatable:
        """What was translated, if that is what it tells."""
        return (self.translation and self.translation.translatable_content) or _Translatable()

    @property
    def stated(self) -> _Slug | None:
        """The attribute that changed, or one of whose values was translated."""
        of_value = self.translated.attribute
        return of_value.attribute if of_value else self.attribute


class _Line(_Said, frozen=True):
    variant: _Variant | None = None


class _Order(_Said, frozen=True):
    lines: tuple[_Line, ...] = ()


class _OrderEvent(_Said, frozen=True):
    order: _Order | None = None


def handle_catalogue_event(event: str, body: bytes) -> None:
    """Note what a catalogue event names. Raises msgspec.DecodeError."""
    said = msgspec.json.decode(body, type=_Event)
    for kind, saleor_id in set(_named(said)):
        PendingRefresh.objects.hear(kind, [saleor_id])
    _see_to_it()


def handle_order_event(event: str, body: bytes) -> None:
    """Note every product of an order: Saleor sends no stock event for what orders take. Raises msgspec.DecodeError."""
    order = msgspec.json.decode(body, type=_OrderEvent).order
    variants = (line.variant for line in order.lines) if order else ()
    named = {variant.product.id for variant in variants if variant and variant.product}
    if named:
        PendingRefresh.objects.hear(PendingRefresh.Kind.PRODUCT, named)
        _see_to_it()


def _named(said: _Event) -> Iterator[tuple[str, str]]:
    """Each entity that an event names, as kind and id."""
    if said.typename.startswith(("Category", "Collection")) or said.translated.is_section:
        yield PendingRefresh.Kind.SECTIONS, ""
    elif said.typename.startswith("Channel"):
        if said.channel and said.channel.slug in configured_channels():
            yield PendingRefresh.Kind.CHANNEL, said.channel.slug
    elif said.stated:
        if said.stated.slug:
            yield PendingRefresh.Kind.ATTRIBUTE, slugified(said.stated.slug)[:255]
    else:
        for product_id in filter(None, _products_of(said)):
            yield PendingRefresh.Kind.PRODUCT, product_id[:255]


def _products_of(said: _Event) -> Iterator[str | None]:
    yield said.product.id if said.product else None
    yield said.product_media.product_id if said.product_media else None
    yield said.translated.product_id
    for variant in filter(None, (said.product_variant, said.repriced)):
        yield variant.product.id if variant.product else _product_with(variant.id)
    if said.translated.product_variant_id:
        yield _product_with(said.translated.product_variant_id)


def _product_with(variant_id: str) -> str | None:
    return Variant.objects.filter(saleor_id=variant_id).values_list("product__saleor_id", flat=True).first()


def _see_to_it() -> None:
    """Once it is committed, have it read soon; a burst queues one task. With no broker at hand, beat sees to it."""
    transaction.on_commit(_nudge)


def _nudge() -> None:
    try:
        tasks.refresh_soon(QUIET.total_seconds())
    except (OperationalError, RedisError):
        logger.warning("nothing could be queued for the catalogue: it waits for beat")
