"""The feedback report in the admin."""

from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn

from education.admin.listings import EditorMenuItem
from education.admin.reports import AdminReportView, edit_url
from education.feedback.services import guides_with_counts
from education.models import GuidePage


class FeedbackReportView(AdminReportView):
    """Live guides with their feedback counts."""

    page_title = _("Was this helpful?")
    header_icon = "help"
    index_url_name = "was_this_helpful"
    columns = (
        TitleColumn("title", label=_("Guide"), get_url=lambda page: edit_url(page.pk)),
        Column("locale", label=_("Language"), accessor=lambda page: page.locale.get_display_name()),
        Column("yes", label=_("Yes")),
        Column("partly", label=_("Partly")),
        Column("no", label=_("No")),
    )
    list_export = ("title", "locale", "yes", "partly", "no")

    def get_queryset(self) -> "QuerySet[GuidePage]":
        """Return the guides and their counts. One query."""
        return guides_with_counts()


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def add_feedback_report() -> MenuItem:
    """Add the report to the menu."""
    return EditorMenuItem(
        _("Was this helpful?"), reverse("was_this_helpful"), name="helpful", icon_name="help", order=120
    )


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_report_urls() -> list[URLPattern]:
    """Add the URLs of the report."""
    return FeedbackReportView.urls()
