"""The admin's reports: due reviews with reading ages, product issues, and translations."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from education.admin.product_issues import ProductIssue, product_issues_of
from education.admin.reading_age import live_reading_age_of
from education.admin.reviews_due import day, is_overdue, review_state, reviewed_pages
from education.admin.translation_status import OutdatedTranslation, outdated_translations
from education.models import GuidePage, ReviewedPage, StageProduct


class ReviewsDueView(ReportView):
    """All reviewed pages, overdue ones first."""

    page_title = gettext_lazy("Reviews due and reading age")
    header_icon = "time"
    index_url_name = "reviews_due"
    index_results_url_name = "reviews_due_results"
    permission_policy = page_permission_policy
    any_permission_required = ("add", "change", "publish")
    columns = (
        TitleColumn("title", label=gettext_lazy("Page"), get_url=lambda page: edit_url(page.pk)),
        Column("locale", label=gettext_lazy("Language"), accessor=lambda page: page.locale.get_display_name()),
        StatusTagColumn("state", label=gettext_lazy("Review"), accessor=review_state, primary=is_overdue),
        Column("next_review", label=gettext_lazy("Due"), accessor=lambda page: day(page.next_review)),
        Column("last_reviewed", label=gettext_lazy("Last checked"), accessor=lambda page: day(page.last_reviewed)),
        Column("status", label=gettext_lazy("By whom"), accessor=lambda page: _whose(page)),
        Column("grade", label=gettext_lazy("School year to read it"), accessor=lambda page: _grade(page)),
    )
    list_export = ("title", "locale", "last_reviewed", "next_review")

    def get_queryset(self) -> tuple[ReviewedPage, ...]:
        """Return sorted pages, with two queries."""
        return reviewed_pages()


class StageProductsView(ReportView):
    """Issues with products in the stages of live guides."""

    page_title = gettext_lazy("Products to look at")
    header_icon = "warning"
    index_url_name = "products_to_look_at"
    index_results_url_name = "products_to_look_at_results"
    permission_policy = ModelPermissionPolicy(StageProduct)
    any_permission_required = ("view",)
    list_export = ("guide", "language", "stage", "product", "message")
    no_results_message = gettext_lazy("Every product beside a stage may be shown, and no stage lacks something to buy.")

    @property
    def columns(self) -> list[Column]:
        """Link each row to its stage, for users who may edit the page."""
        writes = page_permission_policy.user_has_permission(self.request.user, "change")
        return [
            TitleColumn("stage", label=gettext_lazy("Stage"), get_url=stage_url if writes else None),
            Column("guide", label=gettext_lazy("Guide")),
            Column("language", label=gettext_lazy("Language")),
            Column("product", label=gettext_lazy("Product")),
            Column("message", label=gettext_lazy("What is wrong")),
        ]

    def get_queryset(self) -> tuple[ProductIssue, ...]:
        """Return the issues, with five queries."""
        return product_issues_of(GuidePage.objects.live().select_related("locale").order_by("title"))


class TranslationsView(ReportView):
    """Pages whose original changed later, and originals without a translation."""

    page_title = gettext_lazy("Translations to look at")
    header_icon = "globe"
    index_url_name = "translations"
    index_results_url_name = "translations_results"
    permission_policy = page_permission_policy
    any_permission_required = ("add", "change", "publish")
    columns = (
        TitleColumn("title", label=gettext_lazy("Page"), accessor="page", get_url=lambda row: edit_url(row.page.pk)),
        Column("language", label=gettext_lazy("Language")),
        Column("state", label=gettext_lazy("State"), accessor=lambda row: _how_far(row)),
        Column("original", label=gettext_lazy("Original")),
        Column("changed", label=gettext_lazy("Went live"), accessor=lambda row: _when(row.original.last_published_at)),
        Column("published", label=gettext_lazy("The translation did"), accessor=lambda row: _when(row.published)),
    )
    list_export = ("page", "language", "original", "published")
    no_results_message = gettext_lazy("Every page has its translation, and none is behind its original.")

    def get_queryset(self) -> tuple[OutdatedTranslation, ...]:
        """Return them with one query."""
        return outdated_translations()


def edit_url(pk: int) -> str:
    """Return the URL where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def stage_url(trouble: ProductIssue) -> str:
    """Return the URL where a page is edited, at the stage."""
    return f"{edit_url(trouble.page)}{stage_place(trouble)}"


def stage_place(trouble: ProductIssue) -> str:
    """Return a stage's position in the page's form, in Wagtail's notation."""
    return f"#:w:contentpath={'.'.join(filter(None, ('stages', trouble.block)))}"


def _when(moment: Any) -> str:
    return date_format(moment, "j F Y, H:i") if moment else ""


def _how_far(row: OutdatedTranslation) -> str:
    return _("The original went live again after it") if row.twin else _("Not translated")


def _whose(page: ReviewedPage) -> str:
    if page.review_status == ReviewedPage.ReviewStatus.CLINICAL and page.reviewer:
        return str(page.reviewer)
    return _("Not yet clinically reviewed")


def _grade(page: ReviewedPage) -> str:
    age = live_reading_age_of(page)
    if age is None:
        return ""
    return _("%(grade)s, too hard") % {"grade": f"{age.grade:.1f}"} if age.is_too_hard else f"{age.grade:.1f}"


def report_urls() -> list[Any]:
    """Return the URLs of the reports, and of their results for the admin's scripts."""
    from django.urls import path

    views: dict[str, Any] = {
        "reviews_due": ReviewsDueView,
        "products_to_look_at": StageProductsView,
        "translations": TranslationsView,
    }
    return [
        pattern
        for name, view in views.items()
        for pattern in (
            path(f"reports/{name.replace('_', '-')}/", view.as_view(), name=name),
            path(f"reports/{name.replace('_', '-')}/results/", view.as_view(results_only=True), name=f"{name}_results"),
        )
    ]
