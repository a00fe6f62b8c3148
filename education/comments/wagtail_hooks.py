"""The moderation queue in the admin: waiting comments first, for users who may change comments."""

from typing import ClassVar

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from education.admin.homepage_summary import HomepageItem
from education.comments.forms import DecisionForm, ModerationForm
from education.comments.models import Comment, Report


class ModerationPolicy(ModelPermissionPolicy):
    """Forbid adding and deleting in the admin: readers write comments and a task deletes them."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Return False for adding and deleting, and Wagtail's answer for other actions."""
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))


class CommentIndexView(IndexView):
    """A list without check boxes: comments are decided one at a time."""

    @cached_property
    def columns(self) -> list[Column]:
        """Return Wagtail's columns without the check boxes."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class CommentViewSet(SnippetViewSet):
    """The list and the moderation form. Withdrawn comments have no text and are not listed."""

    model = Comment
    icon = "comment"
    menu_label = _("Replies")
    menu_name = "comments"
    menu_order = 120
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = CommentIndexView
    list_display: ClassVar = [
        "name",
        Column("text", label=_("Text"), accessor=lambda comment: Truncator(comment.text).chars(90)),
        "guide",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]
    list_filter: ClassVar = ["state"]
    ordering: ClassVar = ["-state", "sent_at"]
    edit_handler = ObjectList(
        [
            # One panel, so that the Tab key goes from field to field.
            MultiFieldPanel(
                [
                    FieldPanel("guide", read_only=True),
                    FieldPanel("sent_at", read_only=True),
                    FieldPanel("name"),
                    FieldPanel(
                        "text", help_text=_("Take health details out before you show it. What was there is not kept.")
                    ),
                    FieldPanel("state", widget=RadioSelect),
                    FieldPanel("ground"),
                    FieldPanel("ground_note"),
                    FieldPanel("answer"),
                ],
                heading=_("Reply"),
            ),
        ],
        base_form_class=ModerationForm,
    )

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Return the policy without adding and deleting."""
        return ModerationPolicy(Comment)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Return comments that are not withdrawn, with their guides."""
        return Comment.objects.exclude(state=Comment.State.WITHDRAWN).select_related("guide")


register_snippet(CommentViewSet)


class ReportPolicy(ModerationPolicy):
    """Readers write reports; who may moderate comments decides them."""


class ReportViewSet(SnippetViewSet):
    """The list of reports and the form of a decision."""

    model = Report
    icon = "warning"
    menu_label = _("Reports")
    menu_name = "reports-of-comments"
    menu_order = 121
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = CommentIndexView
    list_display: ClassVar = [
        Column("explanation", label=_("Report"), accessor=lambda report: Truncator(report.explanation).chars(90)),
        Column("ground", label=_("What is wrong"), accessor="get_ground_display"),
        Column("decision", label=_("Decision"), accessor="get_decision_display", sort_key="decision"),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]
    list_filter: ClassVar = ["decision"]
    ordering: ClassVar = ["-decision", "sent_at"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("comment", read_only=True),
                    FieldPanel("sent_at", read_only=True),
                    FieldPanel("ground", read_only=True),
                    FieldPanel("explanation", read_only=True),
                    FieldPanel("decision", widget=RadioSelect),
                    FieldPanel(
                        "decision_note", help_text=_("Its reporter reads this, and its writer too if it is removed.")
                    ),
                ],
                heading=_("Report"),
            ),
        ],
        base_form_class=DecisionForm,
    )

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Return the policy without adding and deleting."""
        return ReportPolicy(Report)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Return the reports with their comments."""
        return Report.objects.select_related("comment__guide")


register_snippet(ReportViewSet)


class WaitingCommentsItem(HomepageItem):
    """Comments that wait for a decision."""

    order, icon_name = 10, "comment"
    url_name, query = "wagtailsnippets_comments_comment:list", "?state=waiting"
    label = ngettext_lazy("%(n)s reply waiting", "%(n)s replies waiting", "n")

    def may_see(self, user: User) -> bool:
        """Return whether the user may moderate comments."""
        return bool(user.has_perm("comments.change_comment"))

    def count_open(self) -> int:
        """Count them with one query."""
        return Comment.objects.filter(state=Comment.State.WAITING).count()


class OpenReportsItem(HomepageItem):
    """Reports that wait for a decision."""

    order, icon_name = 11, "warning"
    url_name, query = "wagtailsnippets_comments_report:list", "?decision=open"
    label = ngettext_lazy("%(n)s report waiting", "%(n)s reports waiting", "n")

    def may_see(self, user: User) -> bool:
        """Return whether the user may decide reports."""
        return bool(user.has_perm("comments.change_report"))

    def count_open(self) -> int:
        """Count them with one query."""
        return Report.objects.filter(decision=Report.Decision.OPEN).count()


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def add_waiting_comments(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Add the counts to the admin's home page."""
    items.extend((WaitingCommentsItem(request), OpenReportsItem(request)))
