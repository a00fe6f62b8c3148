"""The lists of guides and terms in all languages: due ones first, with their issues."""

from typing import Any, Protocol

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from education.admin.page_checks.product_issues import product_issues_of
from education.admin.page_checks.reviews_due import day, is_overdue, review_state
from education.models import GlossaryTermPage, GuidePage, ReviewedPage


class EditorMenuItem(MenuItem):
    """A menu item for users with a page permission."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide it from users who only review or sell."""
        return bool(page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}))


def _columns(*more: Column) -> list[Column]:
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
        StatusTagColumn("review", label=gettext_lazy("Review"), accessor=review_state, primary=is_overdue),
        Column(
            "next_review",
            label=gettext_lazy("Due"),
            accessor=lambda page: day(page.next_review),
            sort_key="next_review",
        ),
        Column("by", label=gettext_lazy("Checked"), accessor=lambda page: _how_checked(page), sort_key="review_status"),
        *more,
        DateColumn("latest_revision_created_at", label=gettext_lazy("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
    ]


class ReviewedIndexView(IndexView):
    """Reviewed pages; those never reviewed come first."""

    def order_queryset(self, queryset: QuerySet[ReviewedPage]) -> QuerySet[ReviewedPage]:
        """Put pages without a date first; databases differ in where they sort NULL."""
        if self.ordering == "next_review" and not self.is_searching:
            return queryset.order_by(F("next_review").asc(nulls_first=True), "title")
        ordered: QuerySet[ReviewedPage] = super().order_queryset(queryset)
        return ordered


class _CountedGuide(Protocol):
    """A guide of the list, with the number of its product issues."""

    pk: int
    issue_count: int


class GuidesIndexView(ReviewedIndexView):
    """Guides, each with its `issue_count`."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown: dict[int, _CountedGuide] = {page.pk: page for page in context["object_list"]}
        counts = dict.fromkeys(shown, 0)
        for issue in product_issues_of(GuidePage.objects.filter(pk__in=shown, live=True).select_related("locale")):
            counts[issue.page] += 1
        for pk, page in shown.items():
            page.issue_count = counts[pk]
        return context


class _Listing(PageListingViewSet):
    list_filter = ("locale", "review_status", "live")
    ordering = "next_review"
    add_to_admin_menu = True
    menu_item_class = EditorMenuItem


class GuideListing(_Listing):
    """The list of guides; registered in wagtail_hooks."""

    model = GuidePage
    icon = "doc-full"
    menu_label = gettext_lazy("Guides")
    menu_order = 110
    index_view_class = GuidesIndexView
    columns = _columns(Column("issue_count", label=gettext_lazy("To look at"), accessor=lambda page: _issue_text(page)))


class TermListing(_Listing):
    """The list of terms; registered in wagtail_hooks."""

    model = GlossaryTermPage
    icon = "list-ul"
    menu_label = gettext_lazy("Glossary")
    menu_order = 115
    index_view_class = ReviewedIndexView
    columns = _columns()


def _how_checked(page: ReviewedPage) -> str:
    return page.get_review_status_display() if page.last_reviewed else ""


def _issue_text(page: _CountedGuide) -> str:
    if not page.issue_count:
        return ""
    return ngettext("%(n)s product", "%(n)s products", page.issue_count) % {"n": page.issue_count}


guide_listing, term_listing = GuideListing("guides"), TermListing("terms")
