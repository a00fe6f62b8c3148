"""The editor's chooser of products: picture, price, facts, and whether the shop may suggest it."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from storefront.catalog.models import Product
from storefront.catalog.selectors import cards_for
from storefront.markets import default_market
from storefront.safety.listing import listing_breaks
from storefront.templatetags.shop import money


class _ProductColumns(BaseChooseView):
    """One page of products with what an editor needs to choose well; prices are the first market's."""

    per_page = 12

    @property
    def columns(self) -> list[Column]:
        return [
            Column("picture", label="", accessor=_picture, width="72px"),
            self.title_column,
            Column("facts", label=_("Facts"), accessor=lambda row: row.card.facts_line if row.card else ""),
            Column("price", label=_("Price"), accessor=_price),
            Column("safety", label=_("May be suggested"), accessor=_standing),
        ]

    def get_object_list(self) -> Any:
        return Product.objects.select_related("category")

    def get_results_page(self, request: Any) -> Any:
        page = super().get_results_page(request)
        cards = cards_for([row.pk for row in page], default_market())
        for row in page:
            row.card = cards.get(row.pk)
        return page


class ProductChooseView(_ProductColumns, ChooseView):
    """The chooser's window."""


class ProductChooseResultsView(_ProductColumns, ChooseResultsView):
    """Its list, when it is searched or turned over."""


class BulkProductBlock(ChooserBlock):
    """Reads all picks of a page in one query, categories included, because facts need them."""

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Product | None]:
        """The products of these keys, in order; None where there is none."""
        found = Product.objects.select_related("category").in_bulk([pk for pk in values if pk is not None])
        return [found.get(pk) if pk is not None else None for pk in values]


class ProductChooserViewSet(ChooserViewSet):
    """Registered in wagtail_hooks."""

    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView
    base_block_class = BulkProductBlock


product_chooser = ProductChooserViewSet("product_chooser")
ProductChooserBlock = product_chooser.get_block_class(name="ProductChooserBlock", module_path="education.choosers")


def _picture(row: Any) -> SafeString | str:
    if row.card is None or row.card.picture is None:
        return ""
    return format_html('<img src="{}" alt="" width="56" height="56" loading="lazy">', row.card.picture.small)


def _price(row: Any) -> str:
    if row.card is None:
        return str(_("Not sold in the first market"))
    return money(row.card.price) or str(_("No price"))


def _standing(row: Product) -> str:
    breaks = listing_breaks(row.facts)
    if breaks:
        return breaks[0].sentence
    return str(_("Nothing is stated about it")) if row.facts.is_empty else str(_("Yes"))
