"""Wagtail hooks: lists, reports, the summary on the admin's home page, and shorter menus."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from education.admin.diff_view import WhatChangedView
from education.admin.homepage_summary import ProductsToLookAt, ReviewsOverdue, ReviewsSoon, TranslationsBehind
from education.admin.listings import ForWriters, guide_listing, term_listing
from education.admin.reports import report_urls
from education.admin.reviewers import ReviewerViewSet
from education.blocks.product_chooser import product_chooser

NOT_USED = {
    "main": {"documents", "snippets"},
    "reports": {"aging-pages", "page-types-usage"},
    "summary": {"DocumentsSummaryItem"},
}
"""Items that are hidden: documents are unused, snippets have menus of their own, and reviews replace page ages."""

register_snippet(ReviewerViewSet)


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_viewsets() -> list[Any]:
    """Register the product chooser and the lists of guides and terms."""
    return [product_chooser, guide_listing, term_listing]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_reports() -> list[Any]:
    """Register the URLs of the reports and of the comparison with the live page."""
    since_live = {"revision_id_a": "live", "revision_id_b": "latest"}
    return [path("what-changed/<int:pk>/", WhatChangedView.as_view(), since_live, name="what_changed"), *report_urls()]


class _MayView(MenuItem):
    """A menu item for users who may view stage products."""

    def is_shown(self, request: Any) -> bool:
        """Show it to merchants too."""
        return bool(request.user.has_perm("education.view_stageproduct"))


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_reviews_report() -> MenuItem:
    """Add the report on reviews that fall due."""
    return ForWriters(_("Reviews due"), reverse("reviews_due"), name="reviews_due", icon_name="time", order=100)


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_products_report() -> MenuItem:
    """Add the report on stage products with problems."""
    address = reverse("products_to_look_at")
    return _MayView(_("Products to look at"), address, name="products_to_look_at", icon_name="warning", order=110)


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_translations_report() -> MenuItem:
    """Add the report on outdated translations."""
    return ForWriters(
        _("Translations to look at"), reverse("translations"), name="translations", icon_name="globe", order=115
    )


@hooks.register("insert_global_admin_js")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def open_the_place_of_a_link() -> SafeString:
    """Open the tab of a stage that a link leads to."""
    return format_html('<script src="{}"></script>', static("js/desk.js"))


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def say_what_waits(request: Any, items: list[Any]) -> None:
    """Put open work on the admin's home page."""
    items[:] = [item for item in items if type(item).__name__ not in NOT_USED["summary"]]
    items += [kind(request) for kind in (ReviewsOverdue, ReviewsSoon, ProductsToLookAt, TranslationsBehind)]


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def leave_out_what_we_do_not_use(request: Any, items: list[Any]) -> None:
    """Hide unused items of the main menu."""
    items[:] = [item for item in items if item.name not in NOT_USED["main"]]


@hooks.register("construct_reports_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def leave_out_reports_that_ours_replace(request: Any, items: list[Any]) -> None:
    """Hide reports that ours replace."""
    items[:] = [item for item in items if item.name not in NOT_USED["reports"]]


@hooks.register("construct_help_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def leave_out_news_of_wagtail(request: Any, items: list[Any]) -> None:
    """Hide Wagtail's release notes from editors."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("after_edit_page")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def back_to_the_first_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Redirect reviewers to the home page: they cannot explore pages and would get a permission error."""
    decided = "workflow-action-name" in request.POST
    if decided and not page_permission_policy.explorable_instances(request.user).exists():
        return redirect("wagtailadmin_home")
    return None
