"""Metadata of pages for search engines and link previews."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from education.glossary.term_views import GlossaryView, TermView
from education.guides.view_models import GuideView
from education.localization import (
    HreflangLink,
    alternates_of,
    content_language,
    hreflang,
    original_url,
    other_language,
    page_url,
)
from education.models import GlossaryIndexPage, GlossaryTermPage, GuidePage, PublicPage
from education.seo import structured_data
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import active_market
from storefront.core.web.links import absolute_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Seo:
    """Metadata for search engines and link previews. All URLs are absolute; `json_ld` is safe inside a script element.

    `picture` is None for a page that is not live; `locale` is written as OpenGraph does (`en_GB`).
    """

    canonical: str
    alternates: tuple[HreflangLink, ...]
    title: str
    description: str
    picture: str | None
    is_article: bool
    locale: str
    json_ld: tuple[SafeString, ...] = ()


def seo_of(
    page: PublicPage,
    *,
    crumbs: tuple[Crumb, ...],
    description: str = "",
    json_ld: tuple[SafeString, ...] = (),
    is_article: bool = False,
) -> Seo:
    """Return the metadata of a page: canonical URL, URLs in other markets, preview image and structured data."""
    here = page_url(page.url_path)
    trail = (structured_data.breadcrumb_list(crumbs, here=here),) if crumbs else ()
    return Seo(
        canonical=absolute_url(original_url(page.url_path) if other_language(page) else here),
        alternates=alternates_of(page),
        title=page.seo_title or page.title,
        description=page.search_description or description,
        picture=social_image_url(page) if page.live else None,
        is_article=is_article,
        locale=hreflang(other_language(page) or active_market().language).replace("-", "_"),
        json_ld=(*json_ld, *trail),
    )


def guide_seo(page: GuidePage, *, guide: GuideView, crumbs: tuple[Crumb, ...]) -> Seo:
    """Return the metadata of a guide: a medical page, and a product list for each stage that has products."""
    medical = structured_data.medical_web_page(
        guide, language=_language(page), picture=social_image_url(page), changed=page.last_published_at
    )
    lists = tuple(structured_data.stage_products(guide, stage) for stage in guide.stages if stage.products)
    return seo_of(page, crumbs=crumbs, description=guide.summary, json_ld=(medical, *lists), is_article=True)


def glossary_seo(page: GlossaryIndexPage, *, glossary: GlossaryView, crumbs: tuple[Crumb, ...]) -> Seo:
    """Return the metadata of the glossary, a set of defined terms."""
    terms = structured_data.defined_term_set(
        glossary, name=page.title, url=page_url(page.url_path), language=_language(page)
    )
    return seo_of(page, crumbs=crumbs, description=page.intro, json_ld=(terms,))


def term_seo(page: GlossaryTermPage, *, term: TermView, crumbs: tuple[Crumb, ...]) -> Seo:
    """Return the metadata of a glossary term."""
    data = structured_data.defined_term(term, language=_language(page))
    return seo_of(page, crumbs=crumbs, description=strip_tags(term.definition), json_ld=(data,), is_article=True)


def social_image_url(page: PublicPage) -> str:
    """Return the absolute URL of a page's preview image."""
    return absolute_url(reverse("page-picture", args=[page.pk]))


def _language(page: PublicPage) -> str:
    return hreflang(other_language(page) or content_language())
