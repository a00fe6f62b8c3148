"""What a guide leads to: the glossary's terms in its language, and the guides to read next. One statement for both."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page

from education.fallback_languages import is_read_here
from education.glossary.term_linker import Term
from education.models import GlossaryTermPage, GuidePage, RelatedGuide
from education.page_urls import page_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Live terms, and live guides in the order that editors gave."""

    terms: tuple[Term, ...]
    guides: tuple[GuidePage, ...]


def linked_pages(page: GuidePage, *, draft: bool = False) -> Around:
    """What a live guide leads to, as this market reads it; a draft names its guides itself: none of it is saved yet."""
    related = RelatedGuide.objects.filter(page_id=page.pk, guide__translation_key=OuterRef("translation_key"))
    place = related.values("sort_order", "pk")
    rows = (
        Page.objects.live()
        .annotate(place=Subquery(place.values("sort_order")[:1]), named=Subquery(place.values("pk")[:1]))
        .filter(Q(glossarytermpage__isnull=False, locale_id=page.locale_id) | Q(named__isnull=False) & is_read_here())
        .select_related("glossarytermpage", "guidepage__locale")
        .order_by("place", "named", "path")
    )
    found = list(rows)
    terms = [row.glossarytermpage for row in found if row.named is None]
    guides = [row.guide for row in page.related.all() if row.guide.live] if draft else None
    return Around(
        terms=_terms(terms),
        guides=tuple([row.guidepage for row in found if row.named is not None] if guides is None else guides),
    )


def _terms(pages: Iterable[GlossaryTermPage]) -> tuple[Term, ...]:
    return tuple(Term(words=page.words, url=page_address(page.url_path)) for page in pages)
