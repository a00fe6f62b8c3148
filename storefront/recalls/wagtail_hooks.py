"""Recalls in the admin."""

from typing import Any, ClassVar

from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from storefront.recalls import services
from storefront.recalls.models import Recall


class RecallForm(WagtailAdminModelForm):
    """The form of a recall. Saving it as published makes the emails due."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = self.instance.identifiers if self.instance.pk else frozenset[str]()

    def save(self, commit: bool = True) -> Recall:
        """Save the recall, show it, and start to write to the buyers."""
        self.instance.publish()
        recall: Recall = super().save(commit)
        if commit:
            services.announce(recall, before=self._before)
        return recall


class RecallViewSet(SnippetViewSet):
    """The list of recalls and their form."""

    model = Recall
    icon = "warning"
    menu_label = _("Product recalls")
    menu_name = "recalls"
    menu_order = 900
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: ClassVar = [
        "__str__",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("published_at", label=_("Published")),
        Column("emails_written", label=_("Emails written")),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("items"),
                    FieldPanel("batches"),
                    FieldPanel("ordered_from"),
                    FieldPanel("ordered_until"),
                ],
                heading=_("What is recalled"),
            ),
            InlinePanel("texts", heading=_("What customers read"), label=_("Language"), min_num=1),
            MultiFieldPanel([FieldPanel("state", widget=RadioSelect)], heading=_("Publish")),
        ],
        base_form_class=RecallForm,
    )


register_snippet(RecallViewSet)
