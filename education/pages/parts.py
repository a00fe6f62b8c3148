"""View models of the parts that several page types share: sections, sources, review line and breadcrumbs."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from education.glossary.term_linker import TermLinker
from education.images.figures import Renditions, figure_views
from education.models import HubPage, ReviewedPage
from education.pages.page_urls import HOME_PATH, page_url
from education.pages.text import render_rich_text
from education.pages.view_models import ReviewerName, ReviewSummary, SectionView, SourceView
from storefront.catalog.view_models import Crumb


def section_views(
    blocks: Iterable[StreamValue.StreamChild], renditions: Renditions, linker: TermLinker | None = None
) -> tuple[SectionView, ...]:
    """Return sections with the files of their images. `linker` links glossary terms where they are first used."""
    linker = linker or TermLinker(())
    return tuple(
        SectionView(
            anchor=block.value["anchor"],
            title=block.value["title"],
            body=linker.linked(render_rich_text(block.value["body"].source)),
            figures=figure_views(block.value["figures"], renditions),
            sources=block.value.codes,
        )
        for block in blocks
    )


def source_views(stream: StreamValue) -> tuple[SourceView, ...]:
    """Return a page's list of sources."""
    return tuple(
        SourceView(**{key: block.value[key] or "" for key in ("code", "title", "url", "kind", "published", "read")})
        for block in stream
    )


def review_summary(page: ReviewedPage) -> ReviewSummary:
    """Return who checked a page and when. A reviewer is named only after a clinical review by a clinician."""
    is_clinical = page.review_status == ReviewedPage.ReviewStatus.CLINICAL
    reviewer = page.reviewer if is_clinical and page.reviewer_id else None
    name = (
        ReviewerName(name=reviewer.name, credential=reviewer.credential) if reviewer and reviewer.is_clinician else None
    )
    return ReviewSummary(
        review_status=(ReviewedPage.ReviewStatus.CLINICAL if name else ReviewedPage.ReviewStatus.EDITORIAL).value,
        last_reviewed=page.last_reviewed,
        next_review=page.next_review,
        reviewer=name,
        is_overdue=page.next_review is not None and page.next_review < timezone.localdate(),
    )


def index_crumbs(page: HubPage) -> tuple[Crumb, ...]:
    """Return the breadcrumbs of a page directly below the home page."""
    return (Crumb(label=_("Home"), url=page_url(HOME_PATH)), Crumb(label=page.title, url=None))
