"""JSON-LD for guides (schema.org). A reviewer is named only for a real clinical review."""

import json
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from education.addresses import absolute
from education.reading import GuideView
from storefront.catalog.cards import Crumb

_UNSAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def medical_web_page(guide: GuideView) -> SafeString:
    """A guide as MedicalWebPage, with the date of its last check."""
    review = guide.review
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": guide.title,
        "headline": guide.headline,
        "description": guide.summary,
        "url": absolute(guide.url),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "audience": {"@type": "PeopleAudience", "suggestedMinAge": 18},
        "publisher": {"@type": "Organization", "name": "Gradual", "url": absolute("/")},
    }
    if review.last_reviewed:
        data["lastReviewed"] = review.last_reviewed.isoformat()
    if review.reviewer:
        data["reviewedBy"] = {
            "@type": "Person",
            "name": review.reviewer.name,
            "description": review.reviewer.credential,
        }
    return _script(data)


def breadcrumb_list(crumbs: Iterable[Crumb], *, here: str) -> SafeString:
    """Breadcrumbs as BreadcrumbList; `here` is the path of the page itself, which has no link."""
    items = [
        {"@type": "ListItem", "position": place, "name": crumb.label, "item": absolute(crumb.url or here)}
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return _script({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def _script(data: dict[str, object]) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_UNSAFE))  # noqa: S308
