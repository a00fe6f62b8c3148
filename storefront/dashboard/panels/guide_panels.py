"""Guides and stages that show a product, for the merchant."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from education.localization import filter_readable, page_url
from education.models import GuidePage, StageProduct
from storefront.catalog.models import Product
from storefront.core.web.links import absolute_url
from storefront.dashboard.notes import Level, Note, Panel
from storefront.safety.stages import STAGES


def guide_panels(product_id: str) -> Iterator[Panel]:
    """Return each stage of a live guide that picks the product, and why a stage hides it: two queries."""
    product = Product.objects.with_category().filter(saleor_id=product_id).first()
    if product is not None:
        yield Panel(title=_("Guides and stages"), notes=tuple(_picks(product)))


def _picks(product: Product) -> Iterator[Note]:
    facts = product.facts
    live = StageProduct.objects.filter(
        product=product, page__in=filter_readable(GuidePage.objects.live())
    ).select_related("page")
    rows = list(live.order_by("guide_title", "position"))
    for row in rows:
        place = {"guide": row.guide_title, "stage": row.stage_title}
        objection = row.criteria.objection(facts)
        text = _("%(guide)s: %(stage)s.") % place
        if objection:
            text = _("%(guide)s: %(stage)s. It is picked there, and not shown: %(why)s") % {**place, "why": objection}
        address = absolute_url(page_url(row.page.url_path, row.anchor))
        yield Note(level=Level.ERROR if objection else Level.OK, text=text, url=address)
    if not rows:
        yield Note(level=Level.INFO, text=_("No guide picks it by hand."))
    named = [stage.title for stage in STAGES if stage.slug in facts.stages]
    if named:
        yield Note(
            level=Level.INFO, text=_("Its own facts name these stages: %(stages)s.") % {"stages": ", ".join(named)}
        )
