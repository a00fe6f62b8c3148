"""The forms of guides and terms: each publishing problem is shown at the block that causes it."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import ListBlockValidationError, StreamBlockValidationError, StructBlockValidationError

from education.blocks.sources import source_codes
from education.models.publish_checks import Problem, problems_of


class GuidePageForm(WagtailAdminPageForm):
    """A draft may be unfinished or break a rule; a page that is published or submitted may not."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        by_field: dict[str, list[Problem]] = defaultdict(list)
        for problem in problems_of(self.instance):
            by_field[problem.field].append(problem)
        for field, problems in by_field.items():
            self.add_error(field, _stream_error(problems))
            self.add_error(None, [problem.message for problem in problems])


def _stream_error(problems: list[Problem]) -> StreamBlockValidationError:
    blocks: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.block is not None:
            blocks[problem.block].append(problem)
    return StreamBlockValidationError(
        block_errors={position: _block_error(found) for position, found in blocks.items()}
    )


def _block_error(problems: list[Problem]) -> StructBlockValidationError:
    picks: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        if problem.pick is not None:
            picks[problem.pick].append(problem.message)
    children = {
        position: StructBlockValidationError(block_errors={"product": ValidationError(messages)})
        for position, messages in picks.items()
    }
    return StructBlockValidationError(
        block_errors={"products": ListBlockValidationError(block_errors=children)} if children else {},
        non_block_errors=[problem.message for problem in problems if problem.pick is None],
    )


class TermPageForm(WagtailAdminPageForm):
    """A term may only name sources that the glossary lists, and may not link to itself."""

    def clean(self) -> dict[str, object]:
        """Add each problem to its field."""
        cleaned: dict[str, Any] = super().clean()
        listed = {block.value["code"] for block in getattr(self.parent_page.specific, "sources", ())}
        unknown = [code for code in source_codes(cleaned.get("sources") or "") if code not in listed]
        if unknown:
            self.add_error(
                "sources", _("Not in the glossary's list of sources: %(codes)s.") % {"codes": ", ".join(unknown)}
            )
        if any(block.value and block.value.pk == self.instance.pk for block in cleaned.get("see") or ()):
            self.add_error("see", _("A term does not lead to itself."))
        return cleaned
