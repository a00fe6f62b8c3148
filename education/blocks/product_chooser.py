"""The product chooser: picture, facts, price and stock, and whether a product may be in the stage."""

from collections.abc import Sequence
from typing import Protocol

from django import forms
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
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
from storefront.catalog.pages.selling_terms import selling_terms
from storefront.catalog.pages.view_models import ProductCard, product_card
from storefront.core.forms.fields import CodeField
from storefront.core.markets import Market, all_markets, default_market
from storefront.core.templatetags.shop import money

SEARCHED_ATTRIBUTES = ("kind", "lubricant-base", "material", "firmness", "power")
"""Attributes whose values are searched, in addition to names and categories."""
_STAGE = r"^stages-\d+-value-"
_LINKED_FIELDS = {
    name: {"match": _STAGE, "append": field}
    for name, field in (
        ("anchor", "anchor"),
        ("stage", "limits-stage"),
        ("max_diameter_mm", "limits-max_diameter_mm"),
        ("max_osmolality", "limits-max_osmolality"),
    )
}
"""Fields of the stage in which the chooser was opened; Wagtail's script sends their values."""


class ProductSearch(BaseFilterForm):
    """The search form of the chooser. The hidden fields come from the stage in which it was opened."""

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
        """Return the products in which each word occurs."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            stated = AttributeValue.objects.filter(product=OuterRef("pk"), attribute__in=SEARCHED_ATTRIBUTES)
            objects = objects.filter(
                Q(name__icontains=word)
                | Q(category__name__icontains=word)
                | Exists(stated.filter(Q(name__icontains=word) | Q(slug__icontains=word)))
            )
        return objects

    @cached_property
    def criteria(self) -> StageCriteria:
        """The limits of the stage; incomplete input sets no limit."""
        data = self.cleaned_data
        return criteria_for(
            data["anchor"],
            stage=data["stage"] if data["stage"] in STAGE_SLUGS else None,
            max_diameter_mm=_number(data["max_diameter_mm"]),
            max_osmolality=_number(data["max_osmolality"]),
        )

    @property
    def market(self) -> Market:
        """The market whose prices are shown: the first one in the page's language."""
        locale = self.cleaned_data["locale"]
        return next((each for each in all_markets() if each.language == locale), default_market())


class _Row(Protocol):
    """A product of the list, with the values of its columns."""

    card: ProductCard
    absent: list[str]
    sold_here: bool
    objection: str | None


class _ProductColumns(BaseChooseView):
    """One page of published products: picture, facts, price, stock, and whether each meets the stage's limits."""

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
            Column("safety", label=_("May stand here"), accessor=_objection),
        ]

    def get_object_list(self) -> QuerySet[Product]:
        listed = Listing.objects.filter(
            product=OuterRef("pk"), published=True, channel__in={market.channel for market in all_markets()}
        )
        return Product.objects.with_category().filter(Exists(listed))

    def get_results_page(self, request: HttpRequest) -> Page[Product]:
        page: Page[Product] = super().get_results_page(request)
        listings: dict[int, dict[str, Listing]] = {}
        for each in Listing.objects.filter(product__in=[row.pk for row in page], published=True):
            listings.setdefault(each.product_id, {})[each.channel] = each
        market = self.filter_form.market
        terms = selling_terms(market)
        for row in page:
            here = listings.get(row.pk, {})
            row.card = product_card(row, here.get(market.channel), terms)
            row.absent = [each.label for each in all_markets() if each.channel not in here]
            row.sold_here = market.channel in here
            row.objection = self.filter_form.criteria.objection(row.facts)
        return page


class ProductChooseView(_ProductColumns, ChooseView):
    """The chooser's modal."""


class ProductChooseResultsView(_ProductColumns, ChooseResultsView):
    """The list in the modal after a search, and its further pages."""


class BulkProductBlock(ChooserBlock):
    """Reads all picks of a page in one query, categories included, because facts need them."""

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Product | None]:
        """Return the products with these primary keys, in order; None for a missing one."""
        found = Product.objects.select_related("category").in_bulk([pk for pk in values if pk is not None])
        return [found.get(pk) if pk is not None else None for pk in values]

    def clean(self, value: object) -> Product | None:
        """Accept a product that was read from the database, without reading it again."""
        cleaned: Product | None = value if isinstance(value, Product) else super().clean(value)
        return cleaned

    @cached_property
    def widget(self) -> forms.Widget:
        """The widget. It sends the values of the stage to the chooser."""
        widget: forms.Widget = product_chooser.widget_class(linked_fields=_LINKED_FIELDS)
        return widget


class ProductChooserViewSet(ChooserViewSet):
    """The chooser; registered in wagtail_hooks."""

    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    choose_view_class = ProductChooseView
    choose_results_view_class = ProductChooseResultsView
    base_block_class = BulkProductBlock


product_chooser = ProductChooserViewSet("product_chooser")


class ProductChooserBlock(BulkProductBlock):
    """A product, chosen with `ProductChooserViewSet`."""

    target_model = Product

    class Meta:
        icon = "tag"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _picture(row: _Row) -> SafeString | str:
    if row.card.picture is None:
        return ""
    return format_html('<img src="{}" alt="" width="56" height="56" loading="lazy">', row.card.picture.small)


def _price(row: _Row) -> str:
    if not row.sold_here:
        return str(_("Not sold in this page's market"))
    return money(row.card.price) or str(_("No price"))


def _stock(row: _Row) -> str:
    stock = str(_("No") if row.card.availability == "out" else row.card.left or _("Yes"))
    if row.absent:
        return _("%(stock)s; not in %(markets)s") % {"stock": stock, "markets": ", ".join(row.absent)}
    return stock


def _objection(row: _Row) -> str:
    return row.objection or str(_("Yes"))
