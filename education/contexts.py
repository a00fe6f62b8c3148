"""What the template of each page type reads beside Wagtail's own context.

Models do not import this module. `register` hands the builders to `HubPage` when Django starts.
"""

from django.http import HttpRequest

from education import selectors
from education.blocks import image_keys_in
from education.fallback_languages import other_language
from education.figures import renditions_of
from education.glossary.term_views import glossary_view, term_crumbs, term_view
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage, HubPage
from education.seo import metadata
from storefront.core.markets import active_market

Context = dict[str, object]


def register() -> None:
    """Give each page type its context builder."""
    HubPage.context_builders.update(
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
        "home": selectors.home_view(page, active_market()),
        "seo": metadata.seo_of(page, crumbs=()),
    }


def guide_index_context(page: GuideIndexPage, request: HttpRequest) -> Context:
    """`guides` (GuideCards), `about` (SectionViews), `crumbs` and `seo`."""
    crumbs = selectors.index_crumbs(page)
    return {
        **_shared(page),
        "guides": selectors.guide_cards(),
        "about": selectors.sections(page.about, renditions_of(image_keys_in(page.about))),
        "crumbs": crumbs,
        "seo": metadata.seo_of(page, crumbs=crumbs),
    }


def guide_context(page: GuidePage, request: HttpRequest) -> Context:
    """`guide` (GuideView), `crumbs` and `seo`. `?path=` names the track that a reader chose."""
    guide = selectors.guide_view(
        page, active_market(), draft=getattr(request, "is_preview", False), path=request.GET.get("path", "")
    )
    crumbs = selectors.guide_crumbs(page)
    return {
        **_shared(page),
        "guide": guide,
        "crumbs": crumbs,
        "seo": metadata.guide_seo(page, guide=guide, crumbs=crumbs),
    }


def glossary_context(page: GlossaryIndexPage, request: HttpRequest) -> Context:
    """`glossary` (GlossaryView), `crumbs` and `seo`."""
    crumbs = selectors.index_crumbs(page)
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
    crumbs = term_crumbs(page, term)
    return {
        **_shared(page),
        "term": term,
        "crumbs": crumbs,
        "seo": metadata.term_seo(page, term=term, crumbs=crumbs),
    }


def _shared(page: HubPage) -> Context:
    """`other_language`: the page's language if it stands in for a missing translation, else empty."""
    return {"other_language": other_language(page)}
