"""The product chooser: picture, facts, price and stock, and whether a product may be in the stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock

from education.blocks.stages import STAGE_SLUGS, StageCriteria, criteria_for
from storefront.catalog.models import AttributeValue, Listing, Product
from storefront.catalog.pages.view_models import product_card
from storefront.core.form_fields import CodeField
from storefront.core.markets import Market, all_markets, default_market
from storefront.core.templatetags.shop import money

TELLING = ("kind", "lubricant-base", "material", "firmness", "power")
"""The attributes whose words an editor may search for, beside names and categories."""
_STAGE = r"^stages-\d+-value-"
_OF_THE_STAGE = {
    name: {"match": _STAGE, "append": field}
    for name, field in (
        ("anchor", "anchor"),
        ("stage", "limits-stage"),
        ("max_diameter_mm", "limits-max_diameter_mm"),
        ("max_osmolality", "limits-max_osmolality"),
    )
}
"""What Wagtail's script sends along from the stage in which the window was opened."""


class ProductSearch(BaseFilterForm):
    """One box; the rest is told by the page in which the window was opened."""

    q = CodeField(
        label=_("Search"),
        required=False,
        help_text=_("Any part of the name, kind, base or material, such as “gel water” or “soft silicone”."),
    )
    anchor = CodeField(required=False, widget=forms.HiddenInput)
    stage = CodeField(required=False, widget=forms.HiddenInput)
    max_diameter_mm = CodeField(required=False, widget=forms.HiddenInput)
    max_osmolality = CodeField(required=False, widget=forms.HiddenInput)
    locale = CodeField(required=False, widget=forms.HiddenInput)

    def filter(self, objects: QuerySet[Product]) -> QuerySet[Product]:
        """The products that have each word somewhere."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            stated = AttributeValue.objects.filter(product=OuterRef("pk"), attribute__in=TELLING)
            objects = objects.filter(
                Q(name__icontains=word)
                | Q(category__name__icontains=word)
                | Exists(stated.filter(Q(name__icontains=word) | Q(slug__icontains=word)))
            )
        return objects

    @cached_property
    def criteria(self) -> StageCriteria:
        """What the stage asks of a product; what is half typed there asks for nothing."""
        told = self.cleaned_data
        return criteria_for(
            told["anchor"],
            stage=told["stage"] if told["stage"] in STAGE_SLUGS else None,
            max_diameter_mm=_number(told["max_diameter_mm"]),
            max_osmolality=_number(told["max_osmolality"]),
        )

    @property
    def market(self) -> Market:
        """Whose prices are shown: the first market in the page's language."""
        locale = self.cleaned_data["locale"]
        return next((each for each in all_markets() if each.language == locale), default_market())


class _ProductColumns(BaseChooseView):
    """One page of products with what an editor needs to choose well. What Saleor no longer sells is not there."""

    per_page = 12
    filter_form_class = ProductSearch
    filter_form: ProductSearch

    @property
    def columns(self) -> list[Column]:
        return [
            Column("picture", label="", accessor=_picture, width="72px"),
            self.title_column,
            Column("facts", label=_("Facts"), accessor=lambda row: row.card.facts_line),
            Column("price", label=_("Price"), accessor=_price),
            Column("stock", label=_("In stock"), accessor=_stock),
            Column("safety", label=_("May stand here"), accessor=_standing),
        ]

    def get_object_list(self) -> QuerySet[Product]:
        listed = Listing.objects.filter(
            product=OuterRef("pk"), published=True, channel__in={market.channel for market in all_markets()}
        )
        return Product.objects.with_category().filter(Exists(listed))

    def get_results_page(self, request: Any) -> Any:
        page = super().get_results_page(request)
        listings: dict[int, dict[str, Listing]] = {}
        for each in Listing.objects.filter(product__in=[row.pk for row in page], published=True):
            listings.setdefault(each.product_id, {})[each.channel] = each
        market = self.filter_form.market
        for row in page:
            here = listings.get(row.pk, {})
            row.card = product_card(row, here.get(market.channel))
            row.absent = [each.label for each in all_markets() if each.channel not in here]
            row.sold_here = market.channel in here
            row.objection = self.filter_form.criteria.objection(row.facts)
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

    @cached_property
    def widget(self) -> Any:
        """Its window is told of the stage around it."""
        return product_chooser.widget_class(linked_fields=_OF_THE_STAGE)


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


class ProductChooserBlock(BulkProductBlock):
    """A product, chosen in that window."""

    target_model = Product

    class Meta:
        icon = "tag"


def _number(told: str) -> int | None:
    return int(told) if told.isdecimal() else None


def _picture(row: Any) -> SafeString | str:
    if row.card.picture is None:
        return ""
    return format_html('<img src="{}" alt="" width="56" height="56" loading="lazy">', row.card.picture.small)


def _price(row: Any) -> str:
    if not row.sold_here:
        return str(_("Not sold in this page's market"))
    return money(row.card.price) or str(_("No price"))


def _stock(row: Any) -> str:
    stock = str(_("No") if row.card.availability == "out" else row.card.left or _("Yes"))
    if row.absent:
        return _("%(stock)s; not in %(markets)s") % {"stock": stock, "markets": ", ".join(row.absent)}
    return stock


def _standing(row: Any) -> str:
    return row.objection or str(_("Yes"))
