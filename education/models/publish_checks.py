"""Checks before a guide goes live.

A guide is refused for a pick that breaks the limits of its stage, an anchor that is used twice, a source that is not in
its list, and an image that is missing or has no text alternative.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from django.core.exceptions import PermissionDenied
from wagtail.blocks import StreamValue, StructValue
from wagtail.models import Revision

from education.blocks.stages import StagedPage, picks_of
from education.models.images import GuideImage

log = logging.getLogger(__name__)

RESERVED_ANCHORS = frozenset(
    {
        *("main", "cart-status", "where", "rail-title", "contents", "ask-first", "stop-signs", "help", "sources"),
        *("share", "helpful", "replies", "read-next"),
    }
)
"""Element ids that the page template uses."""


class GuideText(StagedPage, Protocol):
    """The fields of a guide that are checked. (The model imports this module, so it cannot be named here.)"""

    sections: StreamValue
    ask_first: StreamValue
    after: StreamValue
    care_cards: StreamValue
    sources: StreamValue

    @property
    def image_keys(self) -> set[int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A reason why a guide may not go live.

    `field` is a field of the page. `block` and `pick` are positions in it, from 0, where they are known.
    """

    field: str
    message: str
    block: int | None = None
    pick: int | None = None


class UnsafePick(PermissionDenied):
    """A revision may not go live. The text names each problem."""


def problems_of(page: GuideText) -> tuple[Problem, ...]:
    """Return the problems of a guide's text as it is now, in reading order."""
    return (*text_problems_of(page), *_figure_problems(page))


def text_problems_of(page: GuideText) -> tuple[Problem, ...]:
    """Return the problems that the forms of single blocks do not find, in reading order."""
    return (*_pick_problems(page), *_anchor_problems(page), *_source_problems(page))


def refuse_problems(page: GuideText) -> None:
    """Raise UnsafePick, which names each problem, if something keeps this state of a guide from going live."""
    if problems := problems_of(page):
        raise UnsafePick(" ".join(problem.message for problem in problems))


def may_go_live(revision: Revision, *, scheduled: bool) -> bool:
    """Return whether a revision may go live. Raises UnsafePick with its problems.

    A scheduled revision with problems is taken off the schedule and logged instead, so that the other revisions of that
    run still go live.
    """
    page = revision.as_object()
    if not scheduled:
        refuse_problems(page)
        return True
    problems = problems_of(page)
    if not problems:
        return True
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log.error("Guide %s was not published on schedule: %s problems in its text", revision.object_id, len(problems))
    return False


def _pick_problems(page: GuideText) -> list[Problem]:
    found, seen = [], set()
    for pick in picks_of(page):
        name = pick.product.name if pick.product else "A product"
        message = pick.objection and f"“{name}” may not stand beside “{pick.stage_title}”: {pick.objection}"
        if pick.product and (pick.anchor, pick.product.pk) in seen:
            message = f"“{name}” stands beside “{pick.stage_title}” twice."
        if message:
            found.append(Problem(field="stages", message=message, block=pick.stage_position, pick=pick.position))
        seen.add((pick.anchor, pick.product.pk if pick.product else None))
    return found


def _anchor_problems(page: GuideText) -> list[Problem]:
    places = [
        (field, position, block.value["anchor"])
        for field in ("sections", "stages", "after")
        for position, block in enumerate(getattr(page, field))
    ]
    used = Counter(anchor for _, _, anchor in places)
    return [
        Problem(field=field, block=position, message=f"The anchor “{anchor}” is used twice, or by the page itself.")
        for field, position, anchor in places
        if used[anchor] > 1 or anchor in RESERVED_ANCHORS
    ]


def _source_problems(page: GuideText) -> list[Problem]:
    listed = {block.value["code"] for block in page.sources}
    fields = ("sections", "ask_first", "stages", "after", "care_cards")
    cited = chain.from_iterable(
        ((field, position, code) for position, block in enumerate(getattr(page, field)) for code in block.value.codes)
        for field in fields
    )
    return [
        Problem(field=field, block=position, message=f"The source {code} is cited, and is not in the list of sources.")
        for field, position, code in cited
        if code not in listed
    ]


def _figure_problems(page: GuideText) -> list[Problem]:
    fields = ("sections", "stages", "after")
    existing = set(GuideImage.objects.filter(pk__in=page.image_keys).values_list("pk", flat=True))
    return [
        Problem(field=field, block=position, message=message)
        for field in fields
        for position, block in enumerate(getattr(page, field))
        for figure in block.value["figures"]
        for message in _figure_messages(figure, existing, title=block.value["title"])
    ]


def _figure_messages(figure: StructValue, existing: set[int], *, title: str) -> Iterator[str]:
    if figure["image"] not in existing:
        yield f"An image of “{title}” is no longer there."
    if not (figure["alt"] or "").strip():
        yield f"An image of “{title}” has no text alternative."
