"""Wagtail hooks: lists, reports, the summary on the admin's home page, and shorter menus."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.views.pages.revisions import RevisionsCompare
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from education.admin.homepage_summary import (
    OutdatedTranslationsItem,
    OverdueReviewsItem,
    ProductIssuesItem,
    ReviewsDueSoonItem,
    RulesWaitingItem,
)
from education.admin.listings import EditorMenuItem, guide_listing, term_listing
from education.admin.reports import ReviewsDueView, StageProductsView, TranslationsView
from education.admin.reviewers import ReviewerViewSet
from education.admin.unmet_duties import UnmetDutiesItem, UnmetDutiesView
from education.blocks.product_chooser import product_chooser

HIDDEN_ITEMS = {
    "main": {"documents", "snippets"},
    "reports": {"aging-pages", "page-types-usage"},
    "summary": {"DocumentsSummaryItem"},
}
"""Items that are hidden: documents are unused, snippets have menus of their own, and reviews replace page ages."""

register_snippet(ReviewerViewSet)


class CompareWithLiveView(RevisionsCompare):
    """Compare a draft with the live page.

    Wagtail first requires a permission on any page, which clinicians lack, so that check is skipped.

    `get_object` checks the permission for this page.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Skip the first check."""
        response: HttpResponse = super(RevisionsCompare, self).dispatch(request, *args, **kwargs)
        return response


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_viewsets() -> list[ViewSet]:
    """Register the product chooser and the lists of guides and terms."""
    return [product_chooser, guide_listing, term_listing]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_report_urls() -> list[URLPattern]:
    """Register the URLs of the reports and of the comparison with the live page."""
    since_live = {"revision_id_a": "live", "revision_id_b": "latest"}
    return [
        path("what-changed/<int:pk>/", CompareWithLiveView.as_view(), since_live, name="what_changed"),
        *ReviewsDueView.urls(),
        *StageProductsView.urls(),
        *TranslationsView.urls(),
        path("duties/", UnmetDutiesView.as_view(), name="unmet_duties"),
    ]


class _MerchantsMenuItem(MenuItem):
    """A menu item for users with a permission that merchants have, who have none on pages."""

    def __init__(self, *args: object, permission: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to users with the permission."""
        return bool(request.user.has_perm(self.permission))


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_reviews_report() -> MenuItem:
    """Add the report on reviews that fall due."""
    return EditorMenuItem(_("Reviews due"), reverse("reviews_due"), name="reviews_due", icon_name="time", order=100)


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_products_report() -> MenuItem:
    """Add the report on stage products with problems."""
    address = reverse("products_to_look_at")
    return _MerchantsMenuItem(
        _("Products to look at"),
        address,
        name="products_to_look_at",
        icon_name="warning",
        order=110,
        permission="education.view_stageproduct",
    )


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_duties_report() -> MenuItem:
    """Add the page of legal duties."""
    return _MerchantsMenuItem(
        _("Legal duties"),
        reverse("unmet_duties"),
        name="unmet_duties",
        icon_name="warning",
        order=120,
        permission="merchant.view_dutyconfirmation",
    )


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_translations_report() -> MenuItem:
    """Add the report on outdated translations."""
    return EditorMenuItem(
        _("Translations to look at"), reverse("translations"), name="translations", icon_name="globe", order=115
    )


@hooks.register("insert_global_admin_js")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def add_admin_script() -> SafeString:
    """Load the scripts that open the tab of a linked stage and start Wagtail's widgets."""
    scripts = ((static(f"js/{name}.js"),) for name in ("admin", "admin_widgets"))
    return format_html_join("\n", '<script src="{}"></script>', scripts)


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def add_summary_items(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Put open work on the admin's home page."""
    items[:] = [item for item in items if type(item).__name__ not in HIDDEN_ITEMS["summary"]]
    items += [
        item(request)
        for item in (
            UnmetDutiesItem,
            RulesWaitingItem,
            OverdueReviewsItem,
            ReviewsDueSoonItem,
            ProductIssuesItem,
            OutdatedTranslationsItem,
        )
    ]


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def hide_unused_menu_items(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide unused items of the main menu."""
    items[:] = [item for item in items if item.name not in HIDDEN_ITEMS["main"]]


@hooks.register("construct_reports_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def hide_replaced_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide reports that ours replace."""
    items[:] = [item for item in items if item.name not in HIDDEN_ITEMS["reports"]]


@hooks.register("construct_help_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def hide_wagtail_news(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide Wagtail's release notes from editors."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("after_edit_page")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def redirect_reviewers_home(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Redirect reviewers to the home page: they cannot explore pages and would get a permission error."""
    decided = "workflow-action-name" in request.POST
    if decided and not page_permission_policy.explorable_instances(request.user).exists():
        return redirect("wagtailadmin_home")
    return None
