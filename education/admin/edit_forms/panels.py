"""Panels in a page's form: warnings, and the reading age."""

from collections.abc import Mapping

from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, Panel

from education.admin.edit_forms.page_warnings import Notice, warnings_of
from education.admin.page_checks.reading_age import ReadingAge, reading_age_of


class PageWarningsPanel(Panel):
    """Warnings: an overdue review, a changed original, product issues."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "education/admin/page_warnings_panel.html"

        def is_shown(self) -> bool:
            """Show it when there are warnings."""
            return bool(super().is_shown() and self.notices)

        @cached_property
        def notices(self) -> tuple[Notice, ...]:
            """Return the warnings about the page as last saved; none for a new page."""
            saved = self.instance.get_latest_revision_as_object() if self.instance.pk else None
            return tuple(warnings_of(saved)) if saved is not None else ()

        def get_context_data(self, parent_context: Mapping[str, object] | None = None) -> dict[str, object]:
            """Add `notices` to Wagtail's context."""
            return {**super().get_context_data(parent_context), "notices": self.notices}


class ShownAfterReviewPanel(FieldPanel):
    """A read-only field that is shown only after the page was reviewed once."""

    def __init__(self, field_name: str, **kwargs: object) -> None:
        super().__init__(field_name, **{**kwargs, "read_only": True})

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            """Show it for a page that was reviewed."""
            return bool(super().is_shown() and self.instance.last_reviewed)


class ReadingAgePanel(Panel):
    """The reading age of the page as last saved, with a warning when it is too high."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "education/admin/reading_age_panel.html"

        def is_shown(self) -> bool:
            """Leave the panel out where the page's language is not graded."""
            return bool(super().is_shown() and (self.reading_age or not self.instance.pk))

        @cached_property
        def reading_age(self) -> ReadingAge | None:
            """The reading age of the page as it was last saved; None for a new page or an ungraded language."""
            return reading_age_of(self.instance.get_latest_revision_as_object()) if self.instance.pk else None

        def get_context_data(self, parent_context: Mapping[str, object] | None = None) -> dict[str, object]:
            """Add `grade` (None for a new page), `measure` (the formula's name) and `too_hard` to Wagtail's context."""
            age = self.reading_age
            return {
                **super().get_context_data(parent_context),
                "grade": age and age.grade,
                "measure": age and age.formula,
                "too_hard": bool(age and age.is_too_hard),
            }
