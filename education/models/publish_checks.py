"""What keeps a guide from going live.

A pick that breaks its stage's rule, an anchor used twice, a source that is not in the list, an image that is gone or
has no words for whoever cannot see it.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied

from education.blocks import image_keys_in
from education.models.images import GuideImage
from education.stage_products.picks import picks_of

log = logging.getLogger(__name__)

TAKEN = frozenset(
    {
        *("main", "cart-status", "where", "rail-title", "contents", "ask-first", "stop-signs", "help", "sources"),
        *("share", "helpful", "replies", "read-next"),
    }
)
"""Ids that the page itself uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a guide may not go live. `field` is the page's; positions count from 0 and say where in it, when known."""

    field: str
    message: str
    block: int | None = None
    pick: int | None = None


class UnsafePick(PermissionDenied):
    """A revision was to go live although something stands against it; the text names each."""


def problems_of(page: Any) -> tuple[Problem, ...]:
    """Everything that keeps this state of a guide from going live, in reading order."""
    return (*_pick_problems(page), *_anchor_problems(page), *_source_problems(page), *_figure_problems(page))


def may_go_live(revision: Any, *, scheduled: bool) -> bool:
    """Whether a revision may go live.

    Raises UnsafePick when somebody asks for what may not be. A scheduled one has nobody to ask: it is taken off the
    schedule, which the log says, and False is answered, so that the others of that run still go live.
    """
    problems = problems_of(revision.as_object())
    if not problems:
        return True
    if not scheduled:
        raise UnsafePick(" ".join(problem.message for problem in problems))
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log.error("Guide %s was not published on schedule: %s problems in its text", revision.object_id, len(problems))
    return False


def _pick_problems(page: Any) -> list[Problem]:
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


def _anchor_problems(page: Any) -> list[Problem]:
    places = [
        (field, position, block.value["anchor"])
        for field in ("sections", "stages", "after")
        for position, block in enumerate(getattr(page, field))
    ]
    used = Counter(anchor for _, _, anchor in places)
    return [
        Problem(field=field, block=position, message=f"The anchor “{anchor}” is used twice, or by the page itself.")
        for field, position, anchor in places
        if used[anchor] > 1 or anchor in TAKEN
    ]


def _source_problems(page: Any) -> list[Problem]:
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


def _figure_problems(page: Any) -> list[Problem]:
    fields = ("sections", "stages", "after")
    keys = image_keys_in(*(getattr(page, field) for field in fields))
    there = set(GuideImage.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Problem(field=field, block=position, message=message)
        for field in fields
        for position, block in enumerate(getattr(page, field))
        for figure in block.value["figures"]
        for message in _troubles_of(figure, there, title=block.value["title"])
    ]


def _troubles_of(figure: Any, there: set[int], *, title: str) -> Iterator[str]:
    if figure["image"] not in there:
        yield f"An image of “{title}” is no longer there."
    if not (figure["alt"] or "").strip():
        yield f"An image of “{title}” has no text alternative."
