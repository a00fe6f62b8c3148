"""The admin's reports: due reviews with reading ages, product issues, and translations."""

from datetime import datetime

from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from education.admin.page_checks.product_issues import ProductIssue, product_issues_of
from education.admin.page_checks.reading_age import live_reading_age_of
from education.admin.page_checks.reviews_due import day, is_overdue, review_state, reviewed_pages
from education.admin.page_checks.translation_status import OutdatedTranslation, outdated_translations
from education.models import GuidePage, ReviewedPage, StageProduct


class AdminReportView(ReportView):
    """Base of the reports. `index_url_name` names a report's URL and determines its address."""

    index_url_name: str
    permission_policy = page_permission_policy
    any_permission_required: tuple[str, ...] = ("add", "change", "publish")

    @property
    def index_results_url_name(self) -> str:
        """The URL name of the results, which the admin's scripts load."""
        return f"{self.index_url_name}_results"

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """Return the URLs of the report and of its results."""
        address = f"reports/{cls.index_url_name.replace('_', '-')}/"
        return [
            path(address, cls.as_view(), name=cls.index_url_name),
            path(f"{address}results/", cls.as_view(results_only=True), name=f"{cls.index_url_name}_results"),
        ]


class ReviewsDueView(AdminReportView):
    """All reviewed pages, overdue ones first."""

    page_title = gettext_lazy("Reviews due and reading age")
    header_icon = "time"
    index_url_name = "reviews_due"
    columns = (
        TitleColumn("title", label=gettext_lazy("Page"), get_url=lambda page: edit_url(page.pk)),
        Column("locale", label=gettext_lazy("Language"), accessor=lambda page: page.locale.get_display_name()),
        StatusTagColumn("state", label=gettext_lazy("Review"), accessor=review_state, primary=is_overdue),
        Column("next_review", label=gettext_lazy("Due"), accessor=lambda page: day(page.next_review)),
        Column("last_reviewed", label=gettext_lazy("Last checked"), accessor=lambda page: day(page.last_reviewed)),
        Column("status", label=gettext_lazy("By whom"), accessor=lambda page: _reviewed_by(page)),
        Column("grade", label=gettext_lazy("School year to read it"), accessor=lambda page: _grade(page)),
    )
    list_export = ("title", "locale", "last_reviewed", "next_review")

    def get_queryset(self) -> tuple[ReviewedPage, ...]:
        """Return the pages, sorted. Two queries."""
        return reviewed_pages()


class StageProductsView(AdminReportView):
    """Issues with products in the stages of live guides."""

    page_title = gettext_lazy("Products to look at")
    header_icon = "warning"
    index_url_name = "products_to_look_at"
    permission_policy = ModelPermissionPolicy(StageProduct)
    any_permission_required = ("view",)
    list_export = ("guide", "language", "stage", "product", "message")
    no_results_message = gettext_lazy("Every product beside a stage may be shown, and no stage lacks something to buy.")

    @property
    def columns(self) -> list[Column]:
        """Link each row to its stage, for users who may edit the page."""
        may_edit = page_permission_policy.user_has_permission(self.request.user, "change")
        return [
            TitleColumn("stage", label=gettext_lazy("Stage"), get_url=stage_url if may_edit else None),
            Column("guide", label=gettext_lazy("Guide")),
            Column("language", label=gettext_lazy("Language")),
            Column("product", label=gettext_lazy("Product")),
            Column("message", label=gettext_lazy("What is wrong")),
        ]

    def get_queryset(self) -> tuple[ProductIssue, ...]:
        """Return the issues. Five queries."""
        return product_issues_of(GuidePage.objects.live().select_related("locale").order_by("title"))


class TranslationsView(AdminReportView):
    """Pages whose original changed later, and originals without a translation."""

    page_title = gettext_lazy("Translations to look at")
    header_icon = "globe"
    index_url_name = "translations"
    columns = (
        TitleColumn("title", label=gettext_lazy("Page"), accessor="page", get_url=lambda row: edit_url(row.page.pk)),
        Column("language", label=gettext_lazy("Language")),
        Column("state", label=gettext_lazy("State"), accessor=lambda row: _translation_state(row)),
        Column("original", label=gettext_lazy("Original")),
        Column(
            "changed",
            label=gettext_lazy("Went live"),
            accessor=lambda row: _time(row.original.last_published_at),
        ),
        Column("published", label=gettext_lazy("The translation did"), accessor=lambda row: _time(row.published)),
    )
    list_export = ("page", "language", "original", "published")
    no_results_message = gettext_lazy("Every page has its translation, and none is behind its original.")

    def get_queryset(self) -> tuple[OutdatedTranslation, ...]:
        """Return the outdated translations. One query."""
        return outdated_translations()


def edit_url(pk: int) -> str:
    """Return the URL where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def stage_url(issue: ProductIssue) -> str:
    """Return the URL where a page is edited, at the stage."""
    return f"{edit_url(issue.page)}{stage_place(issue)}"


def stage_place(issue: ProductIssue) -> str:
    """Return a stage's position in the page's form, in Wagtail's notation."""
    return f"#:w:contentpath={'.'.join(filter(None, ('stages', issue.block)))}"


def _time(moment: datetime | None) -> str:
    return date_format(moment, "j F Y, H:i") if moment else ""


def _translation_state(row: OutdatedTranslation) -> str:
    return _("The original went live again after it") if row.translation else _("Not translated")


def _reviewed_by(page: ReviewedPage) -> str:
    if page.review_status == ReviewedPage.ReviewStatus.CLINICAL and page.reviewer:
        return str(page.reviewer)
    return _("Not yet clinically reviewed")


def _grade(page: ReviewedPage) -> str:
    age = live_reading_age_of(page)
    if age is None:
        return ""
    return _("%(grade)s, too hard") % {"grade": f"{age.grade:.1f}"} if age.is_too_hard else f"{age.grade:.1f}"
