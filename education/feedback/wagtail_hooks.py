"""The feedback report in the admin."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from education.admin.listings import ForWriters
from education.feedback.services import counted


class HelpfulView(ReportView):
    """Live guides with their feedback counts."""

    page_title = _("Was this helpful?")
    header_icon = "help"
    index_url_name = "was_this_helpful"
    index_results_url_name = "was_this_helpful_results"
    permission_policy = page_permission_policy
    any_permission_required = ("add", "change", "publish")
    columns = (
        TitleColumn("title", label=_("Guide"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])),
        Column("locale", label=_("Language"), accessor=lambda page: page.locale.get_display_name()),
        Column("yes", label=_("Yes")),
        Column("partly", label=_("Partly")),
        Column("no", label=_("No")),
    )
    list_export = ("title", "locale", "yes", "partly", "no")

    def get_queryset(self) -> Any:
        """Return them with one query."""
        return counted()


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_helpful_report() -> MenuItem:
    """Add the report to the menu."""
    return ForWriters(_("Was this helpful?"), reverse("was_this_helpful"), name="helpful", icon_name="help", order=120)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_helpful_addresses() -> list[Any]:
    """Add the URLs of the report and of its results for the admin's scripts."""
    return [
        path("reports/was-this-helpful/", HelpfulView.as_view(), name="was_this_helpful"),
        path(
            "reports/was-this-helpful/results/", HelpfulView.as_view(results_only=True), name="was_this_helpful_results"
        ),
    ]
