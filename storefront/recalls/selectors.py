"""Which recalls customers see, and what may not be sold because of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from storefront.core.markets import active_market
from storefront.core.text.localized_text import LocalizedText, readers_language
from storefront.core.web.links import PageLink, absolute_url
from storefront.merchant.identity import Merchant, merchant_of
from storefront.recalls.models import Recall


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallView:
    """A recall in the reader's language, else in the first one that it is written in."""

    url: str
    product: LocalizedText
    hazard: LocalizedText
    what_to_do: LocalizedText
    remedy: LocalizedText
    identifiers: tuple[str, ...]
    batches: str
    ordered_from: date | None
    ordered_until: date | None
    published_on: date | None
    has_ended: bool
    merchant: Merchant


def visible_recalls() -> list[RecallView]:
    """Return the recalls that customers see, newest first. Three statements."""
    rows = Recall.objects.exclude(state=Recall.State.DRAFT).prefetch_related("texts").order_by("-published_at", "-pk")
    merchant = merchant_of(active_market())
    return [view for row in rows if (view := _view(row, merchant))]


def visible_recall(pk: int) -> RecallView | None:
    """Return one recall that customers see."""
    row = Recall.objects.exclude(state=Recall.State.DRAFT).prefetch_related("texts").filter(pk=pk).first()
    return _view(row, merchant_of(active_market())) if row else None


def recall_notices(identifiers: Collection[str]) -> Mapping[str, PageLink]:
    """Return the recall that stops the sale of each of these variants, by SKU or Saleor ID. One or two statements."""
    notices: dict[str, PageLink] = {}
    for recall in Recall.objects.filter(state=Recall.State.PUBLISHED).prefetch_related("texts"):
        recalled = recall.identifiers.intersection(identifiers)
        text = recall.text_in(readers_language())
        if recalled and text:
            url = absolute_url(recall.get_absolute_url())
            notices.update(dict.fromkeys(recalled, PageLink(title=text.product, url=url, language=text.language)))
    return notices


def _view(recall: Recall, merchant: Merchant) -> RecallView | None:
    text = recall.text_in(readers_language())
    if text is None:
        return None
    return RecallView(
        url=recall.get_absolute_url(),
        product=text.localized(text.product),
        hazard=text.localized(text.hazard),
        what_to_do=text.localized(text.what_to_do),
        remedy=text.localized(text.remedy),
        identifiers=tuple(sorted(recall.identifiers)),
        batches=recall.batches,
        ordered_from=recall.ordered_from,
        ordered_until=recall.ordered_until,
        published_on=timezone.localdate(recall.published_at) if recall.published_at else None,
        has_ended=recall.state == Recall.State.ENDED,
        merchant=merchant,
    )
