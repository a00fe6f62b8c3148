"""The catalogue for the merchant: one product, and how fresh and complete the whole catalogue is."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.catalog.models import (
    AttributeValue,
    Category,
    Collection,
    Listing,
    PendingRefresh,
    Product,
    ProductQuerySet,
    SyncState,
)
from storefront.catalog.pages.formatting import humanise
from storefront.catalog.sync import full_sync, reconcile
from storefront.catalog.sync.delivery_terms import open_channels
from storefront.core.markets import Market, all_markets, primary_language, translated_languages
from storefront.dashboard.notes import Level, Note, Panel
from storefront.safety.doubts import find_doubts
from storefront.safety.listing import Standing, find_gate_breaks, may_be_suggested, sale_refusal, sale_warnings
from storefront.safety.missing import missing_facts
from storefront.safety.verdicts import unheeded_claims

SHOWN = 20  # products named in a list; the rest are counted
_LATE = timedelta(minutes=2)  # a change that waits longer than this hints at a broken part


def product_panels(product_id: str) -> Iterator[Panel]:
    """Return where the shop shows a product, whether it may be suggested, and missing facts: at most five queries."""
    product = Product.objects.with_category().filter(saleor_id=product_id).first()
    if product is None:
        unknown = _("The shop does not list this product: it is published in none of the shop's channels, or is new.")
        yield Panel(title=_("In the shop"), notes=(Note(level=Level.WARNING, text=unknown),))
        return
    yield Panel(title=_("In the shop"), notes=tuple(_where(product)))
    yield Panel(title=_("May it be suggested?"), notes=tuple(_suggested(product)))
    yield Panel(title=_("Safety facts"), notes=tuple(_missing(product)))


def health_panels() -> Iterator[Panel]:
    """Return how fresh the catalogue is, and which products cannot be sold or suggested."""
    yield Panel(title=_("Freshness"), notes=(*_waiting(), *_compared()))
    yield Panel(title=_("Products"), notes=(*_refused(), *_unsuggested(), *_incomplete()))
    if notes := tuple(_incomplete_sections()):
        yield Panel(title=_("Categories and collections"), notes=notes)


def _where(product: Product) -> Iterator[Note]:
    listed = {row.channel: row for row in Listing.objects.filter(product=product, published=True)}
    for market in all_markets():
        row = listed.get(market.channel)
        if row is None:
            yield Note(level=Level.INFO, text=_("%(market)s: not shown.") % {"market": market.label})
        elif row.is_for_sale_in(market.country):
            yield Note(level=Level.OK, text=_("%(market)s: for sale.") % {"market": market.label})
        else:
            yield Note(level=Level.WARNING, text=_("%(market)s: shown, and out of stock.") % {"market": market.label})
        if row is not None:
            yield from _untranslated(product, market)
    if product.left_out:
        what = _parts(product.left_out)
        text = _("Its description is not shown in full. Not shown: %(what)s.") % {"what": what}
        yield Note(level=Level.WARNING, text=text)
    if PendingRefresh.objects.filter(kind=PendingRefresh.Kind.PRODUCT, saleor_id=product.saleor_id).exists():
        yield Note(level=Level.INFO, text=_("A change of it was heard of and is being read."))


def _untranslated(product: Product, market: Market) -> Iterator[Note]:
    """What a market that reads another language than the catalogue's shows in that one."""
    language = primary_language(market.language)
    if language not in translated_languages():
        return
    there = product.translations.get(language, {})
    parts = {"name": _("name"), "description_html": _("description")}
    lacking = [part for field, part in parts.items() if getattr(product, field) and field not in there]
    if lacking:
        text = _("%(market)s: not translated yet, and shown as it was written: %(what)s.")
        yield Note(level=Level.WARNING, text=text % {"market": market.label, "what": ", ".join(lacking)})


def _suggested(product: Product) -> Iterator[Note]:
    facts = product.facts
    refused, breaks = sale_refusal(facts), find_gate_breaks(facts)
    if refused:
        yield Note(level=Level.ERROR, text=_(refused.sentence))
    elif facts.is_empty:
        nothing = _("No. Nothing is stated about it, so no guide suggests it. It can be bought.")
        yield Note(level=Level.WARNING, text=nothing)
    elif breaks:
        yield Note(level=Level.WARNING, text=_("No. It can be bought, and no guide suggests it, because of this:"))
    elif not may_be_suggested(facts):
        yield Note(level=Level.WARNING, text=_("No. It can be bought, and no guide suggests it: facts are missing."))
    else:
        yield Note(level=Level.OK, text=_("Yes. It keeps every rule for suggesting."))
    for broken in breaks:
        yield Note(level=Level.ERROR if broken.standing is Standing.FAILED else Level.WARNING, text=_(broken.sentence))
    for sentence in sale_warnings(facts):
        text = _("It is sold for the reason that you gave, and this stands wherever it can be bought: %(warning)s")
        yield Note(level=Level.WARNING, text=text % {"warning": sentence})


def _doubts(product: Product) -> Iterator[Note]:
    """What is stated and counts as not stated, with the likely cause, and claims that no label can make."""
    for doubt in find_doubts(product.attributes):
        what = {"what": doubt.attribute.slug, "stated": doubt.stated}
        if doubt.plausible is None:
            text = _("%(what)s: “%(stated)s” cannot be read, and counts as not stated.") % what
        else:
            low, high = doubt.plausible
            unit = doubt.attribute.unit or ""
            bounds = {**what, "low": low, "high": high, "unit": unit}
            text = _("%(what)s: %(stated)s is not plausible (%(low)s to %(high)s %(unit)s), and counts as not stated.")
            text = text % bounds
        if doubt.likely_unit:
            question = _("Was it given in %(unit)s?") % {"unit": doubt.likely_unit}
            text = f"{text} {question}"
        yield Note(level=Level.ERROR, text=text)
    for claim in unheeded_claims(product.facts):
        text = _("Its label says that it works with %(what)s. That always does harm, so the shop says no.")
        yield Note(level=Level.ERROR, text=text % {"what": humanise(claim)})


def _missing(product: Product) -> Iterator[Note]:
    yield from _doubts(product)
    missing = missing_facts(product.facts)
    if not missing:
        yield Note(level=Level.OK, text=_("All the facts that the safety rules ask for are stated."))
        return
    yield Note(level=Level.WARNING, text=_("Not stated yet, so the shop counts on none of it:"))
    names = dict(AttributeValue.objects.filter(attribute__in=missing).values_list("attribute", "attribute_name"))
    for slug in missing:
        yield Note(level=Level.INFO, text=names.get(slug) or humanise(slug))


def _waiting() -> Iterator[Note]:
    stale = PendingRefresh.objects.all()
    oldest = stale.aggregate(oldest=Min("first_marked_at"))["oldest"]
    if oldest is None:
        yield Note(level=Level.OK, text=_("Every change that was heard of has been read."))
        return
    waiting = stale.count()
    text = ngettext(
        "%(n)d change waits to be read, the oldest for %(time)s.",
        "%(n)d changes wait to be read, the oldest for %(time)s.",
        waiting,
    )
    late = oldest < timezone.now() - _LATE
    yield Note(level=Level.ERROR if late else Level.INFO, text=text % {"n": waiting, "time": timesince(oldest)})


def _compared() -> Iterator[Note]:
    """What reconciling last found, by channel."""
    marks = {mark.channel: mark for mark in SyncState.objects.all()}
    channels_open = open_channels()
    for channel in full_sync.configured_channels():
        mark = marks.get(channel)
        if channel not in channels_open:
            text = _("%(channel)s: not active in Saleor, so nothing can be bought. Activate it under Channels.")
            yield Note(level=Level.ERROR, text=text % {"channel": channel})
            continue
        if mark is None or mark.compared_at is None:
            yield Note(
                level=Level.WARNING, text=_("%(channel)s: never compared with Saleor yet.") % {"channel": channel}
            )
            continue
        found = ngettext("%(n)d difference found and mended", "%(n)d differences found and mended", mark.repaired)
        text = _("%(channel)s: compared with Saleor %(time)s ago, %(found)s.") % {
            "channel": channel,
            "time": timesince(mark.compared_at),
            "found": found % {"n": mark.repaired} if mark.repaired else _("nothing had been missed"),
        }
        yield Note(level=_level(mark.compared_at), text=text)


def _level(compared_at: datetime) -> Level:
    """Three missed reconciles in a row point to a fault."""
    return Level.OK if compared_at > timezone.now() - 3 * reconcile.INTERVAL else Level.ERROR


def _refused() -> Iterator[Note]:
    refused = _shown().filter(may_be_sold=False)
    if not refused.exists():
        yield Note(level=Level.OK, text=_("No listed product is blocked from sale."))
    for product in refused[:SHOWN]:
        yield Note(level=Level.ERROR, text=f"{product.name}: {_refusal(product)}")
    yield from _rest(refused.count())


def _refusal(product: Product) -> str:
    refused = sale_refusal(product.facts)
    return _(refused.sentence) if refused else _("blocked from sale")


def _unsuggested() -> Iterator[Note]:
    kept = _shown().filter(may_be_sold=True, may_be_suggested=False)
    count = kept.count()
    if not count:
        yield Note(level=Level.OK, text=_("Every listed product may be suggested."))
    for product in kept[:SHOWN]:
        yield Note(level=Level.WARNING, text=f"{product.name}: {_why(product)}")
    yield from _rest(count)


def _incomplete() -> Iterator[Note]:
    """Products whose description has parts that pages do not show."""
    products = _shown().exclude(left_out=[])
    for product in products[:SHOWN]:
        what = _parts(product.left_out)
        text = _("%(product)s: its description is not shown in full. Not shown: %(what)s.")
        yield Note(level=Level.WARNING, text=text % {"product": product.name, "what": what})
    yield from _rest(products.count())


def _incomplete_sections() -> Iterator[Note]:
    """Categories and collections whose text has parts that pages do not show."""
    channels = full_sync.configured_channels()
    collections = Collection.objects.filter(listings__channel__in=channels, listings__published=True).distinct()
    rows = [*Category.objects.present().exclude(left_out=[]), *collections.exclude(left_out=[])]
    for row in rows[:SHOWN]:
        text = _("%(section)s: its text is not shown in full. Not shown: %(what)s.")
        yield Note(level=Level.WARNING, text=text % {"section": row.name, "what": _parts(row.left_out)})
    yield from _rest(len(rows))


def _parts(left_out: Iterable[str]) -> str:
    """Name the parts of a text that pages do not show."""
    names = {
        "image": _("images from other websites"),
        "simpleImage": _("images from other websites"),
        "embed": _("embedded content (a link is shown)"),
        "list": _("a part of a list"),
        "table": _("a part of a table"),
        "attributes": _("attributes beyond the first 200, or values beyond the first 100 of one"),
        "media": _("a picture or video whose address cannot be used"),
        "text": _("the whole text, which cannot be read"),
        "unknown": _("a block of an unknown kind"),
    }
    return ", ".join(dict.fromkeys(names.get(kind, kind) for kind in left_out))


def _why(product: Product) -> str:
    sentences = [_(broken.sentence) for broken in find_gate_breaks(product.facts)]
    return " ".join(sentences) or _("Facts are missing.")


def _rest(count: int) -> Iterable[Note]:
    more = count - SHOWN
    if more > 0:
        return (Note(level=Level.INFO, text=ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}),)
    return ()


def _shown() -> ProductQuerySet:
    channels = full_sync.configured_channels()
    listed = Listing.objects.filter(channel__in=channels, published=True)
    return Product.objects.with_category().filter(pk__in=listed.values("product_id"))
