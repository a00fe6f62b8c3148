"""Building the view models of guides: the whole guide, and its cards in lists."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.models import Page

from education.blocks.guides import FieldKind, Track, kind_of
from education.blocks.sources import source_codes, source_views
from education.blocks.text import render_rich_text
from education.glossary.term_linker import Term, TermLinker
from education.guides.view_models import (
    CareCardView,
    GuideCard,
    GuideView,
    SectionView,
    SituationView,
    StageView,
    TrackLink,
)
from education.images.figures import Renditions, figure_views, renditions_of
from education.localization import filter_readable, other_language, page_url, readable_condition
from education.models import GuidePage, RelatedGuide
from education.stage_products.selectors import products_by_stage
from storefront.core.markets import Market, emergency_number_for


def guide_view(page: GuidePage, market: Market, *, is_draft: bool = False, track: str = "") -> GuideView:
    """Return a guide with the products of its stages in this market.

    `track` ("casual" or "concerted") leaves out the parts of the other track; any other text shows the whole guide.
    """
    products = products_by_stage(page, market, is_draft=is_draft)
    renditions = renditions_of(page.image_keys) if is_draft else page.renditions
    terms, related = _linked_pages(page, is_draft=is_draft)
    # The linker links the first use of each term, so it is given the texts in reading order.
    linker = TermLinker(terms)
    return GuideView(
        title=page.title,
        headline=page.headline or page.title,
        summary=page.summary,
        url=page_url(page.url_path),
        slug=page.slug,
        kind_label=page.get_kind_display(),
        counts_stages=page.counts_stages,
        minutes=page.reading_minutes,
        review=page.review_summary,
        intro=linker.linked(render_rich_text(page.intro)),
        sections=section_views(_on_track(page.sections, track), renditions, linker),
        ask_first=tuple(
            SituationView(situation=block.value["situation"], message=block.value["message"], sources=block.value.codes)
            for block in page.ask_first
        ),
        stop_signs=tuple(block.value for block in page.stop_signs),
        stages=tuple(
            StageView(
                anchor=block.value["anchor"],
                title=block.value["title"],
                number=position + 1 if page.counts_stages else None,
                figures=figure_views(block.value["figures"], renditions),
                products=products.get(position, ()),
                fields=_printable_fields(block.value, linker),
            )
            for position, block in enumerate(page.stages)
            if _is_on_track(block, track)
        ),
        after=section_views(_on_track(page.after, track), renditions, linker),
        care_cards=tuple(_care_card_view(block.value, market) for block in page.care_cards),
        sources=source_views(page.sources),
        related=guide_cards(related),
        tracks=_track_links(page, track),
        stage_total=len(page.stages),
    )


def live_guides() -> QuerySet[GuidePage]:
    """Return every live guide in the market's language: step-by-step guides first, then in the editors' order."""
    return filter_readable(GuidePage.objects.live()).order_by("-kind", "path")


def guide_cards(guides: Iterable[GuidePage]) -> tuple[GuideCard, ...]:
    """Return guides as cards of a list. Their locales are joined."""
    return tuple(
        GuideCard(
            title=guide.title,
            summary=guide.summary,
            url=page_url(guide.url_path),
            kind_label=guide.get_kind_display(),
            minutes=guide.reading_minutes,
            language=other_language(guide),
            stage_count=len(guide.stages.raw_data) if guide.counts_stages else 0,
        )
        for guide in guides
    )


def section_views(
    blocks: Iterable[StreamValue.StreamChild], renditions: Renditions, linker: TermLinker | None = None
) -> tuple[SectionView, ...]:
    """Return sections with the files of their images. `linker` links glossary terms where they are first used."""
    linker = linker or TermLinker(())
    return tuple(
        SectionView(
            anchor=block.value["anchor"],
            title=block.value["title"],
            figures=figure_views(block.value["figures"], renditions),
            fields=_printable_fields(block.value, linker),
        )
        for block in blocks
    )


def _linked_pages(page: GuidePage, *, is_draft: bool) -> tuple[list[Term], list[GuidePage]]:
    """Return the glossary terms in the guide's language and the live guides to read next, both in one statement.

    A draft names its related guides itself, because they are not saved yet.
    """
    related = RelatedGuide.objects.filter(page_id=page.pk, guide__translation_key=OuterRef("translation_key"))
    place = related.values("sort_order", "pk")
    rows = list(
        Page.objects.live()
        .annotate(place=Subquery(place.values("sort_order")[:1]), related_pk=Subquery(place.values("pk")[:1]))
        .filter(
            Q(glossarytermpage__isnull=False, locale_id=page.locale_id)
            | Q(related_pk__isnull=False) & readable_condition()
        )
        .select_related("glossarytermpage", "guidepage__locale")
        .order_by("place", "related_pk", "path")
    )
    terms = [row.glossarytermpage for row in rows if row.related_pk is None]
    if is_draft:
        guides = [row.guide for row in page.related.all() if row.guide.live]
    else:
        guides = [row.guidepage for row in rows if row.related_pk is not None]
    return [Term(words=term.words, url=page_url(term.url_path)) for term in terms], guides


def _on_track(stream: StreamValue, track: str) -> Iterable[StreamValue.StreamChild]:
    return (block for block in stream if _is_on_track(block, track))


def _is_on_track(block: StreamValue.StreamChild, track: str) -> bool:
    return track in block.value.tracks or track not in Track.values


def _track_links(page: GuidePage, track: str) -> tuple[TrackLink, ...]:
    """Return links to the whole guide and to each track; none if every part belongs to both tracks."""
    parts = chain(page.sections, page.stages, page.after)
    if all(len(block.value.tracks) == len(Track) for block in parts):
        return ()
    url = page_url(page.url_path)
    return (
        TrackLink(label=_("Everything"), url=url, is_current=track not in Track.values),
        *(
            TrackLink(label=str(each.label), url=f"{url}?path={each.value}", is_current=each.value == track)
            for each in Track
        ),
    )


def _printable_fields(value: StructValue, linker: TermLinker) -> dict[str, object]:
    """Return the fields of a section or stage by name, as its template prints them."""
    printable: dict[str, object] = {}
    for name, block in value.block.child_blocks.items():
        match kind_of(block):
            case FieldKind.RICH_TEXT:
                printable[name] = linker.linked(render_rich_text(value[name].source))
            case FieldKind.SOURCES:
                printable[name] = source_codes(value[name] or "")
            case FieldKind.TEXTS:
                printable[name] = tuple(value[name])
            case FieldKind.TEXT | FieldKind.FLAG | FieldKind.NUMBER:
                printable[name] = value[name]
            case FieldKind.FIGURES | FieldKind.PICKS | FieldKind.GROUP:
                pass  # the view model has separate attributes for them
    return printable


def _care_card_view(card: StructValue, market: Market) -> CareCardView:
    return CareCardView(
        level=card["level"],
        title=card["title"],
        items=tuple(card["body"]),
        sources=card.codes,
        call=emergency_number_for(card["level"], market),
    )
