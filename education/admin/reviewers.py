"""Reviewers in the admin: their names, signatures and reviews."""

from typing import ClassVar

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from education.models import Reviewer


class ReviewerViewSet(SnippetViewSet):
    """The reviewers; registered in wagtail_hooks."""

    model = Reviewer
    icon = "user"
    menu_label = _("Reviewers")
    menu_name = "reviewers"
    menu_order = 125
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display: ClassVar = [
        "name",
        "credential",
        BooleanColumn("is_clinician", label=_("Clinician"), sort_key="is_clinician"),
        Column("user", label=_("Account"), accessor=lambda reviewer: reviewer.user or ""),
        Column("read", label=_("Reviews"), accessor="read", sort_key="read"),
    ]
    panels: ClassVar = [
        HelpPanel(
            content=_(
                "Write down real people only, with their consent: readers see name and credential. While nobody has "
                "reviewed a page it says “Not yet clinically reviewed”, and that is fine. Passing the clinical step of "
                "the workflow needs three things: this entry marked as a clinician, their account named here, and that "
                "account in the group “Clinical reviewers”."
            )
        ),
        MultiFieldPanel(
            [
                FieldPanel("name", help_text=_("As they sign. Readers see it.")),
                FieldPanel(
                    "credential",
                    help_text=_(
                        "Profession and register, as they give it themselves, such as “Registered nurse (NMC)”. "
                        "A registration number only if they gave you one and you have looked it up: never invent one."
                    ),
                ),
                FieldPanel(
                    "is_clinician",
                    help_text=_("Tick it once you have seen that they may practise."),
                ),
                FieldPanel("user"),
            ],
            heading=_("Who it is"),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reviewer]:
        """Return reviewers with their accounts and numbers of reviews."""
        return Reviewer.objects.select_related("user").annotate(read=Count("reviews")).order_by("name")
