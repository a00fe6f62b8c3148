"""What the hub's pages read, and what a product page reads of the hub. Nothing here writes or asks Saleor."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from education.blocks import image_keys_in
from education.fallback_languages import named_if_other, other_language, readable
from education.figures import Renditions, figure_views, renditions_of
from education.glossary.term_linker import TermLinker
from education.home_products import home_products
from education.linked_pages import linked_pages
from education.models import GuidePage, HomePage, HubPage, ReviewedPage, StageProduct
from education.page_text import html_of, minutes_of
from education.page_urls import page_address
from education.stage_products.picks import StageCriteria
from education.stage_products.stage_rows import rows_of
from education.tracks import is_on, tracks_of
from education.view_models import (
    CareCardView,
    FeaturedGuide,
    GuideCard,
    GuideView,
    HomeView,
    Promise,
    Review,
    ReviewedBy,
    SectionView,
    ShelfRow,
    SituationView,
    SourceView,
    StageLink,
    StageStop,
    StageView,
)
from storefront.catalog.models import Product
from storefront.catalog.view_models import Crumb
from storefront.core.markets import Market, emergency_number_for


def guide_view(page: GuidePage, market: Market, *, draft: bool = False, path: str = "") -> GuideView:
    """A guide with the products that may stand beside its stages in this market.

    `path` shows one way through it ("casual" or "concerted"); anything else shows all of it.
    """
    shelves = rows_of(page, market, draft=draft)
    shown = renditions_of(image_keys_in(page.sections, page.stages, page.after)) if draft else page.renditions
    beside = linked_pages(page, draft=draft)
    # The texts are given to `uses` in the order in which they are read.
    uses = TermLinker(beside.terms)
    return GuideView(
        title=page.title,
        headline=page.headline or page.title,
        summary=page.summary,
        url=page_address(page.url_path),
        slug=page.slug,
        kind_label=page.get_kind_display(),
        counts_stages=page.counts_stages,
        minutes=minutes_of(page),
        review=review_of(page),
        intro=uses.linked(html_of(page.intro)),
        sections=sections((block for block in page.sections if is_on(block, path)), shown, uses),
        ask_first=tuple(
            SituationView(situation=block.value["situation"], message=block.value["message"], sources=block.value.codes)
            for block in page.ask_first
        ),
        stop_signs=tuple(block.value for block in page.stop_signs),
        stages=tuple(
            _stage(
                block.value,
                number=place + 1 if page.counts_stages else None,
                shelf=shelves.get(place, ()),
                shown=shown,
                uses=uses,
            )
            for place, block in enumerate(page.stages)
            if is_on(block, path)
        ),
        after=sections((block for block in page.after if is_on(block, path)), shown, uses),
        care_cards=tuple(_care_card(block.value, market) for block in page.care_cards),
        sources=source_views(page.sources),
        related=tuple(_card(guide) for guide in beside.guides),
        ways=tracks_of(page, path),
        stage_total=len(page.stages),
    )


def guide_cards(guides: Iterable[GuidePage] | None = None) -> tuple[GuideCard, ...]:
    """Live guides as cards; or these."""
    return tuple(_card(guide) for guide in (live_guides() if guides is None else guides))


def live_guides() -> Any:
    """Every live guide as this market reads it: step-by-step ones first, each kind in the order that editors gave."""
    return readable(GuidePage.objects.live()).order_by("-kind", "path")


def home_view(page: HomePage, market: Market) -> HomeView:
    """The home page in this market."""
    guides = tuple(live_guides())
    featured = next((guide for guide in guides if guide.pk == page.featured_id), None)
    if featured is None and page.featured:
        featured = next((guide for guide in guides if guide.translation_key == page.featured.translation_key), None)
    return HomeView(
        headline=page.headline,
        lede=page.lede,
        featured=featured and _featured(featured),
        guides=guide_cards(guides[:6]),
        shelves=home_products(market),
        promises=tuple(Promise(title=b.value["title"], text=b.value["text"]) for b in page.promises),
    )


def product_stages(product: Product) -> tuple[StageLink, ...]:
    """The stages of live guides that a product stands beside, and whose rule it still keeps. One query."""
    rows = StageProduct.objects.filter(product=product, page__in=readable(GuidePage.objects.live())).values(
        "page__url_path",
        "page__locale__language_code",
        "guide_title",
        "anchor",
        "stage_title",
        "stage_number",
        "reason",
        "limits_stage",
        "max_diameter_mm",
        "max_osmolality",
    )
    facts = product.facts
    kept = [
        row
        for row in rows.order_by("guide_title", "position")
        if StageCriteria(
            stage=row["limits_stage"] or None,
            max_diameter_mm=row["max_diameter_mm"],
            max_osmolality=row["max_osmolality"],
        ).objection(facts)
        is None
    ]
    kept.sort(key=lambda row: row["stage_number"] is None)
    return tuple(
        StageLink(
            number=row["stage_number"],
            title=row["stage_title"],
            guide=row["guide_title"],
            url=page_address(row["page__url_path"], row["anchor"]),
            reason=row["reason"],
            language=named_if_other(row["page__locale__language_code"]),
        )
        for row in kept
    )


def index_crumbs(page: HubPage) -> tuple[Crumb, ...]:
    """Home, then this list of guides or terms."""
    return (Crumb(label=_("Home"), url=page_address("/home/")), Crumb(label=page.title, url=None))


def guide_crumbs(page: GuidePage) -> tuple[Crumb, ...]:
    """Home, the guides, then this one."""
    above = page.url_path.rstrip("/").rpartition("/")[0]
    return (
        Crumb(label=_("Home"), url=page_address("/home/")),
        Crumb(label=_("Guides"), url=page_address(above)),
        Crumb(label=page.title, url=None),
    )


def _stage(
    stage: Any, *, number: int | None, shelf: tuple[ShelfRow, ...], shown: Renditions, uses: TermLinker
) -> StageView:
    return StageView(
        anchor=stage["anchor"],
        number=number,
        title=stage["title"],
        optional=bool(stage["optional"]),
        purpose=stage["purpose"],
        body=uses.linked(html_of(stage["body"].source)),
        figures=figure_views(stage["figures"], shown),
        good_to_know=tuple(stage["good_to_know"]),
        stop_if=tuple(stage["stop_if"]),
        sources=stage.codes,
        paths=stage.paths,
        shelf=shelf,
    )


def _care_card(card: Any, market: Market) -> CareCardView:
    return CareCardView(
        level=card["level"],
        title=card["title"],
        items=tuple(card["body"]),
        sources=card.codes,
        call=emergency_number_for(card["level"], market),
    )


def sections(stream: Any, shown: Renditions, uses: TermLinker | None = None) -> tuple[SectionView, ...]:
    """Sections of prose as their page shows them, with these files of their images; `uses` links glossary terms where
    they are first used.
    """
    uses = uses or TermLinker(())
    return tuple(
        SectionView(
            anchor=block.value["anchor"],
            title=block.value["title"],
            body=uses.linked(html_of(block.value["body"].source)),
            figures=figure_views(block.value["figures"], shown),
            sources=block.value.codes,
            paths=block.value.paths,
        )
        for block in stream
    )


def source_views(stream: Any) -> tuple[SourceView, ...]:
    """A list of sources as its page shows it."""
    return tuple(
        SourceView(**{key: block.value[key] or "" for key in ("code", "title", "url", "kind", "published", "read")})
        for block in stream
    )


def review_of(page: ReviewedPage) -> Review:
    """Who checked a page and when, and whether that is overdue."""
    clinical = page.review_status == ReviewedPage.ReviewStatus.CLINICAL
    reviewer = page.reviewer if clinical and page.reviewer_id else None
    named = (
        ReviewedBy(name=reviewer.name, credential=reviewer.credential) if reviewer and reviewer.is_clinician else None
    )
    return Review(
        review_status="clinical" if named else "editorial",
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
        reviewer=named,
        overdue=page.next_review is not None and page.next_review < timezone.localdate(),
    )


def _featured(guide: GuidePage) -> FeaturedGuide:
    titles = [stage["value"]["title"] for stage in guide.stages.raw_data]
    return FeaturedGuide(
        title=guide.title,
        url=page_address(guide.url_path),
        kind_label=guide.get_kind_display(),
        minutes=minutes_of(guide),
        language=other_language(guide),
        stages=tuple(StageStop(number=place, title=title) for place, title in enumerate(titles, start=1)),
    )


def _card(guide: GuidePage) -> GuideCard:
    return GuideCard(
        title=guide.title,
        summary=guide.summary,
        url=page_address(guide.url_path),
        kind_label=guide.get_kind_display(),
        minutes=minutes_of(guide),
        language=other_language(guide),
        stage_count=len(guide.stages.raw_data) if guide.counts_stages else 0,
    )
