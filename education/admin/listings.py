"""The lists of guides and terms in all languages: due ones first, with their issues."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from education.admin.product_issues import product_issues_of
from education.admin.reviews_due import day, is_overdue, review_state
from education.models import GlossaryTermPage, GuidePage


class ForWriters(MenuItem):
    """A menu item for users with a page permission."""

    def is_shown(self, request: Any) -> bool:
        """Hide it from users who only review or sell."""
        return bool(page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}))


def _columns(*more: Column) -> list[Any]:
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
        Column("by", label=gettext_lazy("Checked"), accessor=lambda page: _how(page), sort_key="review_status"),
        *more,
        DateColumn("latest_revision_created_at", label=gettext_lazy("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
    ]


class ReviewedIndexView(IndexView):
    """Reviewed pages; those never reviewed come first."""

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Order alike on every database: pages without a date come first."""
        if self.ordering == "next_review" and not self.is_searching:
            return queryset.order_by(F("next_review").asc(nulls_first=True), "title")
        ordered: QuerySet[Any] = super().order_queryset(queryset)
        return ordered


class GuidesIndexView(ReviewedIndexView):
    """Guides, each with its number of issues."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown = {page.pk: page for page in context["object_list"]}
        counts = dict.fromkeys(shown, 0)
        for trouble in product_issues_of(GuidePage.objects.filter(pk__in=shown, live=True).select_related("locale")):
            counts[trouble.page] += 1
        for pk, page in shown.items():
            page.to_look_at = counts[pk]
        return context


class _Listing(PageListingViewSet):
    list_filter = ("locale", "review_status", "live")
    ordering = "next_review"
    add_to_admin_menu = True
    menu_item_class = ForWriters


class GuideListing(_Listing):
    """The list of guides; registered in wagtail_hooks."""

    model = GuidePage
    icon = "doc-full"
    menu_label = gettext_lazy("Guides")
    menu_order = 110
    index_view_class = GuidesIndexView
    columns = _columns(Column("to_look_at", label=gettext_lazy("To look at"), accessor=lambda page: _products(page)))


class TermListing(_Listing):
    """The list of terms; registered in wagtail_hooks."""

    model = GlossaryTermPage
    icon = "list-ul"
    menu_label = gettext_lazy("Glossary")
    menu_order = 115
    index_view_class = ReviewedIndexView
    columns = _columns()


def _how(page: Any) -> str:
    return page.get_review_status_display() if page.last_reviewed else ""


def _products(page: Any) -> str:
    if not page.to_look_at:
        return ""
    return ngettext("%(n)s product", "%(n)s products", page.to_look_at) % {"n": page.to_look_at}


guide_listing, term_listing = GuideListing("guides"), TermListing("terms")
