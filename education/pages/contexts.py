"""What the template of each page type reads beside Wagtail's own context.

Models do not import this module. `register` hands the builders to `HubPage` when Django starts.
"""

from django.http import HttpRequest

from education.glossary.term_views import glossary_view, term_crumbs, term_view
from education.images.blocks import image_keys_in
from education.images.figures import renditions_of
from education.models import GlossaryIndexPage, GlossaryTermPage, GuideIndexPage, GuidePage, HomePage, HubPage
from education.pages.guides import guide_cards, guide_crumbs, guide_view, live_guides
from education.pages.home import home_view
from education.pages.languages import other_language
from education.pages.parts import index_crumbs, section_views
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
        "home": home_view(page, active_market()),
        "seo": metadata.seo_of(page, crumbs=()),
    }


def guide_index_context(page: GuideIndexPage, request: HttpRequest) -> Context:
    """`guides` (GuideCards), `about` (SectionViews), `crumbs` and `seo`."""
    crumbs = index_crumbs(page)
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
    crumbs = guide_crumbs(page)
    return {
        **_shared(page),
        "guide": guide,
        "crumbs": crumbs,
        "seo": metadata.guide_seo(page, guide=guide, crumbs=crumbs),
    }


def glossary_context(page: GlossaryIndexPage, request: HttpRequest) -> Context:
    """`glossary` (GlossaryView), `crumbs` and `seo`."""
    crumbs = index_crumbs(page)
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
