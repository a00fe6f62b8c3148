"""The projection: what live guides pick and find, as rows, so that a product's stages are one query; and the files of
their images."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from education import figures
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    StageFinder,
    StageProduct,
)
from education.stage_products.matching import matches_of, rules_of
from education.stage_products.picks import picks_of
from storefront import page_cache


def rebuild(page: Any) -> None:
    """Make the rows of one guide anew from its live text, in one go."""
    picked = {
        (pick.anchor, pick.product.pk): StageProduct(
            page_id=page.pk,
            guide_title=page.title,
            anchor=pick.anchor,
            stage_title=pick.stage_title,
            stage_number=pick.stage_number,
            position=pick.stage_position,
            product=pick.product,
            reason=pick.reason or "",
            limits_stage=pick.criteria.stage or "",
            max_diameter_mm=pick.criteria.max_diameter_mm,
            max_osmolality=pick.criteria.max_osmolality,
        )
        for pick in picks_of(page)
        if pick.product is not None
    }
    finders = list(rules_of(page))
    found = {(row.anchor, row.product_id): row for row in matches_of(finders)}
    with transaction.atomic():
        forget(page)
        StageProduct.objects.bulk_create((found | picked).values())
        StageFinder.objects.bulk_create(finders)


def forget(page: Any) -> None:
    """Remove the rows of a guide, as when it is no longer live."""
    StageProduct.objects.filter(page_id=page.pk).delete()
    StageFinder.objects.filter(page_id=page.pk).delete()


def follow_publishing() -> None:
    """Rebuild whenever Wagtail publishes or unpublishes a guide; deleting one takes its rows along by itself.

    And whatever happens to a page of the hub, the ready pages that show guides are made anew.
    """
    page_published.connect(_published, sender=GuidePage, dispatch_uid="education.stage_products.projection")
    page_unpublished.connect(_unpublished, sender=GuidePage, dispatch_uid="education.stage_products.projection")
    for sender in (GuidePage, GuideIndexPage, HomePage, GlossaryIndexPage, GlossaryTermPage):
        for happened in (page_published, page_unpublished, post_page_move, post_delete):
            happened.connect(_shown_otherwise, sender=sender, dispatch_uid=f"education.ready.{sender.__name__}")


def _shown_otherwise(**_: Any) -> None:
    page_cache.invalidate("guides")


def _published(*, instance: Any, **_: Any) -> None:
    rebuild(instance)
    figures.keep(instance)


def _unpublished(*, instance: Any, **_: Any) -> None:
    forget(instance)
