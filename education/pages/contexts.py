"""Template contexts of the page types, added to Wagtail's own context.

Models do not import this module. `register` passes the builders to `PublicPage` when Django starts.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from education.blocks.images import image_keys_in
from education.glossary.term_views import TermView, glossary_view, term_view
from education.guides.guide_views import guide_cards, guide_view, live_guides, section_views
from education.guides.home_views import home_view
from education.images.figures import renditions_of
from education.localization import HOME_PATH, other_language, page_url
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage, PublicPage
from education.seo import metadata
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import active_market

Context = dict[str, object]


def register() -> None:
    """Give each page type its context builder."""
    PublicPage.context_builders.update(
        {
            HomePage: home_context,
            GuideIndexPage: guide_index_context,
            GuidePage: guide_context,
            GlossaryIndexPage: glossary_context,
            GlossaryTermPage: term_context,
        }
    )


def home_context(page: HomePage, request: HttpRequest) -> Context:
    """`home` (HomeView) and `seo` (Seo)."""
    return {
        **_shared(page),
        "home": home_view(page, active_market()),
        "seo": metadata.seo_of(page, crumbs=()),
    }


def guide_index_context(page: GuideIndexPage, request: HttpRequest) -> Context:
    """`guides` (GuideCards), `about` (SectionViews), `crumbs` and `seo`."""
    crumbs = _index_crumbs(page)
    return {
        **_shared(page),
        "guides": guide_cards(live_guides()),
        "about": section_views(page.about, renditions_of(image_keys_in(page.about))),
        "crumbs": crumbs,
        "seo": metadata.seo_of(page, crumbs=crumbs),
    }


def guide_context(page: GuidePage, request: HttpRequest) -> Context:
    """`guide` (GuideView), `crumbs` and `seo`. `?path=` names the track that a reader chose."""
    guide = guide_view(
        page, active_market(), is_draft=getattr(request, "is_preview", False), track=request.GET.get("path", "")
    )
    crumbs = _guide_crumbs(page)
    return {
        **_shared(page),
        "guide": guide,
        "crumbs": crumbs,
        "seo": metadata.guide_seo(page, guide=guide, crumbs=crumbs),
    }


def glossary_context(page: GlossaryIndexPage, request: HttpRequest) -> Context:
    """`glossary` (GlossaryView), `crumbs` and `seo`."""
    crumbs = _index_crumbs(page)
    glossary = glossary_view(page)
    return {
        **_shared(page),
        "glossary": glossary,
        "crumbs": crumbs,
        "seo": metadata.glossary_seo(page, glossary=glossary, crumbs=crumbs),
    }


def term_context(page: GlossaryTermPage, request: HttpRequest) -> Context:
    """`term` (TermView), `crumbs` and `seo`."""
    term = term_view(page)
    crumbs = _term_crumbs(page, term)
    return {
        **_shared(page),
        "term": term,
        "crumbs": crumbs,
        "seo": metadata.term_seo(page, term=term, crumbs=crumbs),
    }


def _shared(page: PublicPage) -> Context:
    """`other_language`: the page's language if it replaces a missing translation, else empty."""
    return {"other_language": other_language(page)}


def _index_crumbs(page: PublicPage) -> tuple[Crumb, ...]:
    return (Crumb(label=_("Home"), url=page_url(HOME_PATH)), Crumb(label=page.title, url=None))


def _guide_crumbs(page: GuidePage) -> tuple[Crumb, ...]:
    index_path = page.url_path.rstrip("/").rpartition("/")[0]
    return (
        Crumb(label=_("Home"), url=page_url(HOME_PATH)),
        Crumb(label=_("Guides"), url=page_url(index_path)),
        Crumb(label=page.title, url=None),
    )


def _term_crumbs(page: GlossaryTermPage, term: TermView) -> tuple[Crumb, ...]:
    return (
        Crumb(label=_("Home"), url=page_url(HOME_PATH)),
        Crumb(label=term.glossary.title, url=term.glossary.url),
        Crumb(label=page.title, url=None),
    )
