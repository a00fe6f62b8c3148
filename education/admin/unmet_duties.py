"""The admin's page of legal duties that are not met, with links to where to meet them, and their number."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from education.admin.homepage_summary import HomepageItem
from storefront.catalog.duties.contradictions import contradictions
from storefront.catalog.duties.unmet_duties import MarketDuties, ProductDuties, duties_of
from storefront.core.markets import Market, all_markets
from storefront.merchant.duties.evaluation import Step, UnmetDuty, Where
from storefront.merchant.duties.rules import Duty
from storefront.merchant.models import MerchantProfile, Policy
from storefront.merchant.models.confirmations import DutyConfirmation

SHOWN = 20  # products named for a duty; the rest are counted
COUNT_KEPT = 300  # seconds: the count reads every product that is listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to where something is done. `url` is empty where there is no such page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCard:
    """A duty that is not met in a market: about the whole shop, or about `products`, of which `more` are not named."""

    duty: Duty
    steps: tuple[tuple[str, tuple[Link, ...]], ...]
    confirm_url: str
    products: tuple[Link, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCard:
    """What is unmet in one market, and what contradicts. A market with a duty about the whole shop is closed."""

    market: Market
    is_closed: bool
    cards: tuple[DutyCard, ...]
    contradictions: tuple[str, ...]


def market_cards() -> tuple[MarketCard, ...]:
    """Return what is unmet in each market. Two queries, and two for each market."""
    records = dict(MerchantProfile.objects.values_list("market", "pk"))
    policies = {(market, kind): pk for market, kind, pk in Policy.objects.values_list("market", "kind", "pk")}
    return tuple(_market_card(duties_of(market), records, policies) for market in all_markets())


def _market_card(found: MarketDuties, records: dict[str, int], policies: dict[tuple[str, str], int]) -> MarketCard:
    market = found.market

    def card(unmet: UnmetDuty, products: list[ProductDuties]) -> DutyCard:
        steps = tuple((step.text, tuple(_links(step, market, records, policies))) for step in unmet.steps)
        return DutyCard(
            duty=unmet.duty,
            steps=steps,
            confirm_url=_confirm_url(unmet.duty, market, products),
            products=tuple(_product_link(each) for each in products[:SHOWN]),
            more=max(0, len(products) - SHOWN),
        )

    of_products: dict[UnmetDuty, list[ProductDuties]] = {}
    for product in found.products:
        for unmet in product.unmet:
            of_products.setdefault(unmet, []).append(product)
    cards = [card(unmet, []) for unmet in found.shop]
    cards += [card(unmet, products) for unmet, products in of_products.items()]
    return MarketCard(
        market=market, is_closed=bool(found.shop), cards=tuple(cards), contradictions=contradictions(market)
    )


def _links(step: Step, market: Market, records: dict[str, int], policies: dict[tuple[str, str], int]) -> Iterator[Link]:
    if step.where is Where.RECORD:
        record = records.get(market.language)
        page = reverse("wagtailsnippets_merchant_merchantprofile:edit", args=[record]) if record else ""
        for name in step.names:
            label = capfirst(str(getattr(MerchantProfile._meta.get_field(name), "verbose_name", name)))
            yield Link(text=label, url=f"{page}#:w:contentpath={name}" if page else "")
    elif step.where is Where.POLICIES:
        for kind in step.names:
            written = policies.get((market.language, kind))
            url = (
                reverse("wagtailsnippets_merchant_policy:edit", args=[written])
                if written
                else reverse("wagtailsnippets_merchant_policy:add")
            )
            yield Link(text=str(dict(Policy._meta.get_field("kind").flatchoices)[kind]), url=url)


def _confirm_url(duty: Duty, market: Market, products: list[ProductDuties]) -> str:
    asked = {"duty": duty.id, "market": market.language}
    if len(products) == 1:
        asked["product"] = products[0].product_id
    return f"{reverse('wagtailsnippets_merchant_dutyconfirmation:add')}?{urlencode(asked)}"


def _product_link(product: ProductDuties) -> Link:
    """Link to the product in the Saleor Dashboard, which is at /dashboard/ of its origin."""
    origins = settings.SALEOR_DASHBOARD_ORIGINS
    url = f"{origins[0]}/dashboard/products/{product.product_id}" if origins else ""
    return Link(text=product.name, url=url)


class UnmetDutiesView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The duties that are not met, market by market, and what the merchant confirmed in writing."""

    page_title = gettext_lazy("Legal duties")
    header_icon = "warning"
    template_name = "education/admin/unmet_duties.html"
    permission_policy = ModelPermissionPolicy(DutyConfirmation)
    any_permission_required = ("view",)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the path to the page."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Return `markets` (MarketCard) and `confirmations` (DutyConfirmation, in force)."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        confirmations: QuerySet[DutyConfirmation] = DutyConfirmation.objects.in_force()
        return {**context, "markets": market_cards(), "confirmations": confirmations}


class UnmetDutiesItem(HomepageItem):
    """How many duties are not met in all markets together."""

    order, icon_name = 10, "warning"
    url_name = "unmet_duties"
    label = ngettext_lazy("%(n)s legal duty is not met", "%(n)s legal duties are not met", "n")

    def may_see(self, user: User) -> bool:
        return bool(user.has_perm("merchant.view_dutyconfirmation"))

    def count_open(self) -> int:
        return cache.get_or_set("unmet-duties", _count, COUNT_KEPT) or 0


def _count() -> int:
    return sum(_count_in(duties_of(market)) for market in all_markets())


def _count_in(found: MarketDuties) -> int:
    of_products = (unmet for product in found.products for unmet in product.unmet)
    return len({unmet.duty.id for unmet in (*found.shop, *of_products)})
