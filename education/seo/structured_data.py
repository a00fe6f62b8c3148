"""JSON-LD of pages (schema.org). A reviewer is named only after a clinical review."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from education.glossary.term_views import GlossaryView, TermView
from education.guides.view_models import GuideView, StageView
from education.models.reviews import ReviewSummary
from storefront.catalog.pages.view_models import Crumb
from storefront.core.markets import active_market
from storefront.core.web.links import absolute_url
from storefront.merchant.branding.brand import brand_of

_UNSAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_CONTEXT = "https://schema.org"


def medical_web_page(guide: GuideView, *, language: str, picture: str, changed: datetime | None) -> SafeString:
    """Return a guide as MedicalWebPage, with its sources and the date of its last check."""
    data: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "MedicalWebPage",
        "name": guide.title,
        "headline": guide.headline,
        "description": guide.summary,
        "url": absolute_url(guide.url),
        "image": [picture, *(absolute_url(figure.src) for figure in guide.figures)],
        "inLanguage": language,
        "isAccessibleForFree": True,
        "audience": {"@type": "PeopleAudience", "suggestedMinAge": 18},
        "publisher": _publisher(),
        **_checked(guide.review),
    }
    if changed:
        data["dateModified"] = changed.isoformat()
    if guide.sources:
        data["citation"] = [
            {"@type": "CreativeWork", "name": source.title, **_known(url=source.url, datePublished=source.published)}
            for source in guide.sources
        ]
    return _script(data)


def stage_products(guide: GuideView, stage: StageView) -> SafeString:
    """A stage's products as ItemList, in page order."""
    items = [
        {"@type": "ListItem", "position": place, "name": row.card.name, "url": absolute_url(row.card.url)}
        for place, row in enumerate(stage.products, start=1)
    ]
    return _script(
        {
            "@context": _CONTEXT,
            "@type": "ItemList",
            "name": stage.title,
            "url": absolute_url(f"{guide.url}#{stage.anchor}"),
            "numberOfItems": len(items),
            "itemListElement": items,
        }
    )


def defined_term(term: TermView, *, language: str) -> SafeString:
    """Return a term as DefinedTerm of the glossary, with its page's review."""
    page = {"@type": "MedicalWebPage", "url": absolute_url(term.url), **_checked(term.review)}
    data: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "DefinedTerm",
        "name": term.term,
        "description": strip_tags(term.definition),
        "url": absolute_url(term.url),
        "inDefinedTermSet": absolute_url(term.glossary.url),
        "mainEntityOfPage": {**page, "inLanguage": language, "publisher": _publisher()},
    }
    if term.also:
        data["alternateName"] = list(term.also)
    return _script(data)


def defined_term_set(glossary: GlossaryView, *, name: str, url: str, language: str) -> SafeString:
    """Return the glossary as DefinedTermSet."""
    terms = [
        {"@type": "DefinedTerm", "name": term.term, "url": absolute_url(term.url)}
        for letter in glossary.letters
        for term in letter.terms
    ]
    return _script(
        {
            "@context": _CONTEXT,
            "@type": "DefinedTermSet",
            "name": name,
            "url": absolute_url(url),
            "inLanguage": language,
            "publisher": _publisher(),
            "hasDefinedTerm": terms,
        }
    )


def breadcrumb_list(crumbs: Iterable[Crumb], *, here: str) -> SafeString:
    """Breadcrumbs as BreadcrumbList; `here` is the path of the page itself, which has no link."""
    items = [
        {"@type": "ListItem", "position": place, "name": crumb.label, "item": absolute_url(crumb.url or here)}
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return _script({"@context": _CONTEXT, "@type": "BreadcrumbList", "itemListElement": items})


def _checked(review: ReviewSummary) -> dict[str, object]:
    data: dict[str, object] = {}
    if review.last_reviewed:
        data["lastReviewed"] = review.last_reviewed.isoformat()
    if review.reviewer:
        data["reviewedBy"] = {
            "@type": "Person",
            "name": review.reviewer.name,
            "description": review.reviewer.credential,
        }
    return data


def _known(**texts: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _publisher() -> dict[str, object]:
    return {"@type": "Organization", "name": brand_of(active_market()).name, "url": absolute_url("/")}


def _script(data: dict[str, object]) -> SafeString:
    """Return JSON that is safe inside a script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_UNSAFE))  # noqa: S308
