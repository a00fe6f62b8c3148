"""What the desk says about a page while it is edited: what to look at, and how hard it is to read."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, Panel

from education.admin.page_warnings import Notice, warnings_of
from education.admin.reading_age import ReadingAge, reading_age_of


class PageWarningsPanel(Panel):
    """What there is to know first: an overdue review, an original that changed, products to look at."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "education/admin/page_warnings_panel.html"

        def is_shown(self) -> bool:
            """While there is something to know."""
            return bool(super().is_shown() and self.notices)

        @cached_property
        def notices(self) -> tuple[Notice, ...]:
            """Of the page as it was last saved; none of a new one."""
            saved = self.instance.get_latest_revision_as_object() if self.instance.pk else None
            return tuple(warnings_of(saved)) if saved is not None else ()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """`notices` beside Wagtail's own."""
            return {**super().get_context_data(parent_context), "notices": self.notices}


class OnceCheckedPanel(FieldPanel):
    """A field that only tells, and only after the page was checked: a new page was checked by nobody."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{**kwargs, "read_only": True})

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            """Once it was."""
            return bool(super().is_shown() and self.instance.last_reviewed)


class ReadingAgePanel(Panel):
    """The reading grade of the page as it was last saved, with a warning when that is too hard."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "education/admin/reading_age_panel.html"

        def is_shown(self) -> bool:
            """Leave the panel out where the page's language is not graded."""
            return bool(super().is_shown() and (self.reading_age or not self.instance.pk))

        @cached_property
        def reading_age(self) -> ReadingAge | None:
            """The reading age of the page as it was last saved; None for a new page or an ungraded language."""
            return reading_age_of(self.instance.get_latest_revision_as_object()) if self.instance.pk else None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add `grade` (None for a new page), `measure` (the formula's name) and `too_hard` to Wagtail's context."""
            age = self.reading_age
            return {
                **super().get_context_data(parent_context),
                "grade": age and age.grade,
                "measure": age and age.formula,
                "too_hard": bool(age and age.is_too_hard),
            }
