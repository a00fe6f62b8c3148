"""One way through a guide: parts that are only for another are left out. The choice is in the address alone."""

from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from education.blocks import PATHS
from education.models import GuidePage
from education.page_urls import page_address
from education.view_models import Way


def is_on(block: Any, path: str) -> bool:
    """Whether a section or stage belongs to this path; all do to one that does not exist."""
    return path in block.value.paths or path not in dict(PATHS)


def tracks_of(page: GuidePage, path: str) -> tuple[Way, ...]:
    """The whole guide, then each path, as links; none where every part is for everybody."""
    blocks = chain(page.sections, page.stages, page.after)
    if all(len(block.value.paths) == len(PATHS) for block in blocks):
        return ()
    here = page_address(page.url_path)
    whole = Way(label=_("Everything"), url=here, current=path not in dict(PATHS))
    return (
        whole,
        *(Way(label=str(label), url=f"{here}?path={name}", current=name == path) for name, label in PATHS),
    )
