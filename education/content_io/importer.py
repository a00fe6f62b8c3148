"""Manuscripts into Wagtail, published by it, so that revisions, search and projection are right.

Twice changes nothing, and what somebody did at the desk meanwhile is left as it is (`standing`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from education.content_io.block_data import Desk, content_hash_of, guide_content
from education.content_io.file_format import FileFormatError, GuideFile, read_site_text
from education.content_io.images import image_keys
from education.content_io.import_policy import publish_as_imported, why_kept
from education.content_io.page_links import linked, pages_by_key
from education.content_io.page_tree import ensure_index, locale_of, translates
from education.models import GuidePage, HomePage, RelatedGuide
from storefront.catalog.models import Product

Read = tuple[Path, GuideFile, str]
"""A manuscript: its file, what it says, and in which language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did: pages by slug, picks left out as "guide, stage: product", and pages left as they are, each
    with its reason and what to do.
    """

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def import_files(manuscripts: Sequence[Read], *, skip_missing: bool = False, overwrite: bool = False) -> Outcome:
    """Import these; all or none. Their images should be there already (`image_keys`): files are not rolled back.

    Raises ManuscriptError for what a manuscript names and is not there, and publishing.UnsafePick for a pick that
    breaks its stage's rule. With `skip_missing`, unknown products are left out and named in the outcome; with
    `overwrite`, what was done at the desk is not kept.
    """
    outcome = Outcome()
    pages = [(*read, _guide_page(read[1], read[2])) for read in manuscripts]
    products = dict(Product.objects.values_list("slug", "pk"))
    by_key = {language: pages_by_key(locale_of(language)) for language in {language for _, _, language in manuscripts}}
    for path, manuscript, language, page in pages:
        desk = Desk(
            products=products,
            images=image_keys([(path, manuscript, language)]),
            skip_missing=skip_missing,
            left_out=outcome.left_out,
        )
        content = linked(path.name, guide_content(path.name, manuscript, desk), by_key[language])
        seal = content_hash_of([content, list(manuscript.related)])
        if page.live and page.content_hash == seal:
            outcome.unchanged.append(manuscript.slug)
        elif not overwrite and (reason := why_kept(page)):
            outcome.kept.append(f"{path.name}: {reason}")
        else:
            _relate(page, path.name, manuscript)
            publish_as_imported(page, content, name=path.name, seal=seal)
            outcome.published.append(manuscript.slug)
    for language in by_key:
        _feature(language)
    return outcome


def _guide_page(manuscript: GuideFile, language: str) -> GuidePage:
    """The guide's page, made as an unpublished draft when it is new, so that guides can name each other."""
    index = ensure_index(language)
    page: GuidePage | None = GuidePage.objects.child_of(index).filter(slug=manuscript.slug).first()
    if page is None:
        page = GuidePage(
            title=manuscript.title,
            headline=manuscript.headline,
            summary=manuscript.summary,
            slug=manuscript.slug,
            live=False,
        )
        page.locale = index.locale
        translates(page)
        index.add_child(instance=page)
    return page


def _relate(page: GuidePage, name: str, manuscript: GuideFile) -> None:
    by_slug = {guide.slug: guide for guide in GuidePage.objects.filter(slug__in=manuscript.related, locale=page.locale)}
    if unknown := [slug for slug in manuscript.related if slug not in by_slug]:
        raise FileFormatError(f"{name}: it names guides that are not there: {', '.join(unknown)}")
    page.related = [
        RelatedGuide(guide=by_slug[slug], sort_order=place) for place, slug in enumerate(manuscript.related)
    ]


def _feature(language: str) -> None:
    """Let the home page begin with the guide that the site's text names, once that guide is there."""
    slug = read_site_text(language).home.featured
    home = HomePage.objects.filter(locale=locale_of(language), featured=None).first()
    guide = GuidePage.objects.filter(slug=slug, locale=locale_of(language)).first()
    if home and guide:
        home.featured = guide
        home.save_revision().publish()
