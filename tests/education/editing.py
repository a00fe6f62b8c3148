"""Find guides, change their stages and create new ones, as an editor would."""

import json
from typing import Any

from django.db.models import QuerySet

from education.models import GlossaryTermPage, GuideIndexPage, GuidePage
from storefront.catalog.models import Listing, Product

TRAINING = "/guides/gradual-anal-training/"
SIX = [
    "exterior-touch",
    "direct-exterior-contact",
    "adding-lubricant",
    "oral-contact",
    "fingers-or-toys",
    "penis-or-strap-on",
]


def guide(slug: str = "gradual-anal-training", language: str = "en-gb") -> GuidePage:
    """A guide as it is live now."""
    found: GuidePage = GuidePage.objects.get(slug=slug, locale__language_code=language)
    return found


def term(slug: str, language: str = "en-gb") -> GlossaryTermPage:
    """A glossary term as it is live now."""
    found: GlossaryTermPage = GlossaryTermPage.objects.get(slug=slug, locale__language_code=language)
    return found


def product(slug: str) -> Product:
    """A product of the demo shop, with its category."""
    return Product.objects.select_related("category").get(slug=slug)


def listings(slug: str, channel: str = "uk") -> QuerySet[Listing]:
    """A product's listing in a channel, to be changed."""
    return Listing.objects.filter(product__slug=slug, channel=channel)


def state(slug: str, **attributes: Any) -> None:
    """Change facts of a product as the merchant would; None removes one."""
    changed = product(slug)
    changed.attributes = {k: v for k, v in {**changed.attributes, **attributes}.items() if v is not None}
    changed.save()


def pick(slug: str) -> dict[str, Any]:
    """A pick of a stage as Wagtail stores it."""
    return {"type": "item", "id": slug, "value": {"product": product(slug).pk, "reason": ""}}


def put_beside(page: GuidePage, anchor: str, *slugs: str) -> GuidePage:
    """Replace the picks of a stage by these products."""
    stages = json.loads(json.dumps(page.stages.get_prep_value()))
    for block in stages:
        if block["value"]["anchor"] == anchor:
            block["value"]["products"] = [pick(slug) for slug in slugs]
    page.stages = json.dumps(stages)
    return page


def stage(anchor: str, *slugs: str, finds: dict[str, Any] | None = None, **limits: Any) -> dict[str, Any]:
    """A stage as Wagtail stores it."""
    return {
        "type": "stage",
        "value": {
            "anchor": anchor,
            "title": anchor.replace("-", " ").capitalize(),
            "optional": False,
            "purpose": "To try it.",
            "body": "<p>Go slowly.</p>",
            "good_to_know": [],
            "stop_if": ["it hurts"],
            "sources": "",
            "matching": finds or {"up_to": 0},
            "limits": {"stage": "", "max_diameter_mm": None, "max_osmolality": None, **limits},
            "products": [pick(slug) for slug in slugs],
        },
    }


def new_guide(*stages: dict[str, Any], slug: str = "a-new-guide", **fields: Any) -> GuidePage:
    """An unpublished guide."""
    page = GuidePage(title="A new guide", headline="A new guide", summary="Short.", slug=slug, live=False, **fields)
    page.stages = json.dumps(list(stages))
    GuideIndexPage.objects.get(locale__language_code="en-gb").add_child(instance=page)
    return page
