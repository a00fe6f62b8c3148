"""Manuscripts into Wagtail, published by it, so that revisions, search and projection are right.

Twice changes nothing.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_OID, uuid5

import msgspec
from django.conf import settings
from django.db import transaction
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, Site

from education.manuscripts import Manuscript, ManuscriptError, Section, Source, Stage, read_site_text, rich_text
from education.models import GlossaryIndexPage, GuideIndexPage, GuidePage, HomePage, RelatedGuide, ReviewedPage
from storefront.catalog.models import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an import did: guides by slug, and picks left out as "guide, stage: product"."""

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def import_manuscripts(manuscripts: Sequence[tuple[str, Manuscript, str]], *, skip_missing: bool = False) -> Outcome:
    """Import `(file name, manuscript, language)` each; all or none.

    Raises ManuscriptError for a product or a related guide that is not there, and publishing.UnsafePick for a pick that
    breaks its stage's rule. With `skip_missing`, unknown products are left out and named in the outcome.
    """
    outcome = Outcome()
    pages = [(name, manuscript, _guide_page(manuscript, language)) for name, manuscript, language in manuscripts]
    products = dict(Product.objects.values_list("slug", "pk"))
    for name, manuscript, page in pages:
        content = _content(name, manuscript, products, skip_missing=skip_missing, left_out=outcome.left_out)
        seal = seal_of([content, list(manuscript.related)])
        if page.live and page.content_hash == seal:
            outcome.unchanged.append(manuscript.slug)
            continue
        _write(page, name, manuscript, content, seal)
        page.save_revision().publish()
        outcome.published.append(manuscript.slug)
    for language in {language for _, _, language in manuscripts}:
        _feature(language)
    return outcome


def ensure_glossary(language: str) -> GlossaryIndexPage:
    """The glossary's page of a language, made with its home page when it is missing."""
    home = ensure_home(language)
    found = GlossaryIndexPage.objects.child_of(home).first()
    if found:
        return found  # type: ignore[no-any-return]  # Wagtail is untyped
    text = read_site_text(language).glossary
    glossary = GlossaryIndexPage(
        title=text.title,
        slug="glossary",
        intro=text.intro,
        search_description=text.seo_description,
        locale=home.locale,
    )
    _translate(glossary, GlossaryIndexPage.objects.all())
    home.add_child(instance=glossary)
    glossary.save_revision().publish()
    return glossary


def ensure_home(language: str) -> HomePage:
    """The home page and site root of a language, made when they are missing."""
    locale = _locale(language)
    return HomePage.objects.filter(locale=locale).first() or _make_home(locale, language)


def ensure_index(language: str) -> GuideIndexPage:
    """The list of guides of a language, made with its home page when it is missing."""
    text = read_site_text(language)
    home = ensure_home(language)
    found = GuideIndexPage.objects.child_of(home).first()
    if found:
        return found  # type: ignore[no-any-return]  # Wagtail is untyped
    index = GuideIndexPage(
        title=text.guides.title,
        slug="guides",
        intro=text.guides.intro,
        search_description=text.guides.seo_description,
        about=json.dumps([stored("section", _section(section)) for section in text.guides.about]),
        locale=home.locale,
    )
    _translate(index, GuideIndexPage.objects.all())
    home.add_child(instance=index)
    index.save_revision().publish()
    return index


def translates(page: ReviewedPage) -> None:
    """Let a new page be the translation of the page that has its slug in the first language, if there is one."""
    kind = type(page)
    _translate(page, kind.objects.filter(slug=page.slug))


def _translate(page: Any, among: Any) -> None:
    original = among.filter(locale=Locale.get_default()).first()
    if original is not None and page.locale != original.locale:
        page.translation_key = original.translation_key


def _locale(language: str) -> Any:
    if language in dict(get_content_languages()):
        return Locale.objects.get_or_create(language_code=language)[0]
    return Locale.get_default()


def _make_home(locale: Any, language: str) -> HomePage:
    words = read_site_text(language).home
    root = Page.get_first_root_node()
    welcome = [page for page in root.get_children() if page.specific_class is Page and not page.get_children().exists()]
    home = HomePage(
        title=words.title,
        slug="home" if locale == Locale.get_default() else f"home-{language}",
        headline=words.headline,
        lede=words.lede,
        search_description=words.seo_description,
        promises=json.dumps([stored("promise", {"title": p.title, "text": p.text}) for p in words.promises]),
        locale=locale,
    )
    _translate(home, HomePage.objects.all())
    if locale != Locale.get_default():
        root.add_child(instance=home)
    else:
        _clear_welcome(welcome)
        Page.get_first_root_node().add_child(instance=home)
        _serve(home)
    home.save_revision().publish()
    return home


def _clear_welcome(pages: Sequence[Any]) -> None:
    """Wagtail starts with a page that welcomes developers; its site must let go of it first."""
    Site.objects.filter(root_page__in=pages).update(root_page=Page.get_first_root_node())
    for page in pages:
        page.delete()


def _serve(home: HomePage) -> None:
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page = home
    site.hostname, site.port, site.site_name = address.hostname or "localhost", port, settings.WAGTAIL_SITE_NAME
    site.save()


def _guide_page(manuscript: Manuscript, language: str) -> GuidePage:
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


def _write(page: GuidePage, name: str, manuscript: Manuscript, content: Mapping[str, Any], seal: str) -> None:
    for key, value in content.items():
        setattr(page, key, json.dumps(value) if isinstance(value, list) else value)
    by_slug = {guide.slug: guide for guide in GuidePage.objects.filter(slug__in=manuscript.related, locale=page.locale)}
    if unknown := [slug for slug in manuscript.related if slug not in by_slug]:
        raise ManuscriptError(f"{name}: it names guides that are not there: {', '.join(unknown)}")
    page.related = [
        RelatedGuide(guide=by_slug[slug], sort_order=place) for place, slug in enumerate(manuscript.related)
    ]
    page.content_hash = seal


def _feature(language: str) -> None:
    """Let the home page begin with the guide that the site's text names, once that guide is there."""
    slug = read_site_text(language).home.featured
    home = HomePage.objects.filter(locale=_locale(language), featured=None).first()
    guide = GuidePage.objects.filter(slug=slug, locale=_locale(language)).first()
    if home and guide:
        home.featured = guide
        home.save_revision().publish()


def _content(
    name: str, manuscript: Manuscript, products: Mapping[str, int], *, skip_missing: bool, left_out: list[str]
) -> dict[str, Any]:
    """A guide's fields as its page stores them; streams as lists."""
    return {
        "title": manuscript.title,
        "headline": manuscript.headline,
        "kind": manuscript.kind,
        "summary": manuscript.summary,
        "search_description": manuscript.seo_description,
        "review_status": manuscript.review_status,
        "last_reviewed": manuscript.last_reviewed,
        "next_review": manuscript.next_review,
        "intro": rich_text(manuscript.intro),
        "sections": [stored("section", _section(section)) for section in manuscript.sections],
        "ask_first": [
            stored("situation", {"situation": s.situation, "message": s.message, "sources": ", ".join(s.sources)})
            for s in manuscript.ask_first
        ],
        "stages": [
            stored("stage", _stage(stage, _picks(name, stage, products, skip_missing=skip_missing, left_out=left_out)))
            for stage in manuscript.stages
        ],
        "after": [stored("section", _section(section)) for section in manuscript.after],
        "stop_signs": [stored("sign", sign) for sign in manuscript.stop_signs],
        "care_cards": [
            stored(
                "card", {"level": c.level, "title": c.title, "body": _items(c.body), "sources": ", ".join(c.sources)}
            )
            for c in manuscript.care_cards
        ],
        "sources": source_blocks(manuscript.sources),
    }


def source_blocks(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """A list of sources as a page stores it."""
    return [stored("source", msgspec.structs.asdict(source)) for source in sources]


def _section(section: Section) -> dict[str, Any]:
    return {
        "anchor": section.anchor,
        "title": section.title,
        "paths": section.paths or "",
        "body": rich_text(section.body),
        "sources": ", ".join(section.sources),
    }


def _stage(stage: Stage, picks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "anchor": stage.anchor,
        "title": stage.title,
        "optional": stage.optional,
        "paths": stage.paths or "",
        "purpose": stage.purpose,
        "body": rich_text(stage.body),
        "good_to_know": _items(stage.good_to_know),
        "stop_if": _items(stage.stop_if),
        "sources": ", ".join(stage.sources),
        "limits": {
            "stage": stage.criteria.stage or "",
            "max_diameter_mm": stage.criteria.max_diameter_mm,
            "max_osmolality": stage.criteria.max_osmolality_mosm_kg,
        },
        "finds": {
            "up_to": stage.criteria.find,
            **{name: getattr(stage.criteria, name) or "" for name in ("kind", "base", "material", "firmness", "power")},
            "flared_base": stage.criteria.flared_base,
        },
        "products": picks,
    }


def _picks(
    name: str, stage: Stage, products: Mapping[str, int], *, skip_missing: bool, left_out: list[str]
) -> list[dict[str, Any]]:
    found = []
    for pick in stage.products:
        if pick.product in products:
            found.append(stored("item", {"product": products[pick.product], "reason": pick.reason}))
        elif skip_missing:
            left_out.append(f"{name}, {stage.anchor}: {pick.product}")
        else:
            raise ManuscriptError(
                f"{name}, stage {stage.anchor}: there is no product {pick.product!r} in the catalogue"
                " (sync_catalog first, or use --skip-missing)"
            )
    return found


def _items(sentences: Sequence[str]) -> list[dict[str, Any]]:
    return [stored("item", sentence) for sentence in sentences]


def stored(kind: str, value: Any) -> dict[str, Any]:
    """A stream or list item as Wagtail stores it; without an id a list item would not be read as one."""
    name = json.dumps([kind, value], sort_keys=True)
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_OID, name))}


def seal_of(content: Any) -> str:
    """What tells whether a manuscript, with its products as they resolve now, is the one that was last imported."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
