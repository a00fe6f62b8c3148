"""The desk's reports: which reviews fall due and how hard pages are to read, and which products to look at."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from education.models import GuidePage, ReviewedPage, StageProduct
from education.reading_age import is_too_hard, live_grade_of
from education.reviews_due import reviewed_pages
from education.troubles import Trouble, troubles_of


class ReviewsDueView(ReportView):
    """Every reviewed page, overdue ones first."""

    page_title = gettext_lazy("Reviews due and reading age")
    header_icon = "time"
    index_url_name = "reviews_due"
    index_results_url_name = "reviews_due_results"
    permission_policy = page_permission_policy
    any_permission_required = ("add", "change", "publish")
    columns = (
        TitleColumn("title", label=gettext_lazy("Page"), get_url=lambda page: _edit(page.pk)),
        Column("state", label=gettext_lazy("Review"), accessor=lambda page: _state(page)),
        Column("status", label=gettext_lazy("By whom"), accessor=lambda page: _whose(page)),
        Column("last_reviewed", label=gettext_lazy("Last checked"), accessor=lambda page: _day(page.last_reviewed)),
        Column("next_review", label=gettext_lazy("Due"), accessor=lambda page: _day(page.next_review)),
        Column("grade", label=gettext_lazy("Reading grade"), accessor=lambda page: _grade(page)),
    )
    list_export = ("title", "last_reviewed", "next_review")

    def get_queryset(self) -> tuple[ReviewedPage, ...]:
        """Sorted already: two statements."""
        return reviewed_pages()


class StageProductsView(ReportView):
    """What is wrong with the products beside stages of live guides."""

    page_title = gettext_lazy("Products to look at")
    header_icon = "warning"
    index_url_name = "products_to_look_at"
    index_results_url_name = "products_to_look_at_results"
    permission_policy = ModelPermissionPolicy(StageProduct)
    any_permission_required = ("view",)
    columns = (
        TitleColumn("guide", label=gettext_lazy("Guide"), get_url=lambda trouble: _edit(trouble.page)),
        Column("stage", label=gettext_lazy("Stage")),
        Column("product", label=gettext_lazy("Product")),
        Column("message", label=gettext_lazy("What is wrong")),
    )
    list_export = ("guide", "stage", "product", "message")

    def get_queryset(self) -> tuple[Trouble, ...]:
        """Four statements."""
        return troubles_of(GuidePage.objects.live().order_by("title"))


def _edit(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def _state(page: ReviewedPage) -> str:
    if page.next_review is None:
        return _("Never checked")
    return _("Overdue") if page.next_review < timezone.localdate() else _("In time")


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _whose(page: ReviewedPage) -> str:
    if page.review_status == ReviewedPage.ReviewStatus.CLINICAL and page.reviewer:
        return str(page.reviewer)
    return _("Not yet clinically reviewed")


def _grade(page: ReviewedPage) -> str:
    grade = live_grade_of(page)
    return _("%(grade)s, too hard") % {"grade": f"{grade:.1f}"} if is_too_hard(page, grade) else f"{grade:.1f}"


def report_urls() -> list[Any]:
    """Both reports, and their results alone for the desk's own scripts."""
    from django.urls import path

    views: dict[str, Any] = {"reviews_due": ReviewsDueView, "products_to_look_at": StageProductsView}
    return [
        pattern
        for name, view in views.items()
        for pattern in (
            path(f"reports/{name.replace('_', '-')}/", view.as_view(), name=name),
            path(f"reports/{name.replace('_', '-')}/results/", view.as_view(results_only=True), name=f"{name}_results"),
        )
    ]
