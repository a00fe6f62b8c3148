"""What the desk says about a page while it is edited: what is wrong with its products, and how hard it is to read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class TroublesPanel(Panel):
    """What is wrong with the products beside the stages, as the page was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "education/desk/troubles_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """`troubles` (Troubles) beside Wagtail's own."""
            from education.troubles import troubles_of

            saved = self.instance.get_latest_revision_as_object() if self.instance.pk else None
            return {
                **super().get_context_data(parent_context),
                "troubles": troubles_of([saved]) if saved is not None else (),
            }


class ReadingAgePanel(Panel):
    """The reading grade of the page as it was last saved, with a warning when that is too hard."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "education/desk/reading_age_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """`grade` (None for a new page), its `measure` and `too_hard` beside Wagtail's own."""
            from education.reading_age import grade_of, is_too_hard, measure_of

            saved = self.instance.get_latest_revision_as_object() if self.instance.pk else None
            grade = grade_of(saved) if saved is not None else None
            return {
                **super().get_context_data(parent_context),
                "grade": grade,
                "measure": saved and measure_of(saved).name,
                "too_hard": saved is not None and grade is not None and is_too_hard(saved, grade),
            }


TROUBLES_PANEL = TroublesPanel(heading=_("Products to look at"))
READING_AGE_PANEL = ReadingAgePanel(heading=_("How hard it is to read"))
