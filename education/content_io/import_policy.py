"""Where a page stands at the desk when a manuscript comes: what somebody did there is not undone unasked."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from education.content_io.file_format import FileFormatError
from education.models import ReviewedPage

_OVERWRITE = "import it with --overwrite to put the file's words in their place"


def why_kept(page: ReviewedPage) -> str:
    """Why a manuscript does not change this page, and what to do; empty where it may."""
    if page.review_status == page.ReviewStatus.CLINICAL:
        when = f" on {date_format(page.last_reviewed, 'j F Y')}" if page.last_reviewed else ""
        return f"clinically reviewed{when}, which other words would undo; change it at the desk, or {_OVERWRITE}"
    if page.workflow_in_progress:
        return f"in the workflow at the desk; let that end, or {_OVERWRITE}"
    if page.locked:
        return f"locked at the desk; unlock it there, or {_OVERWRITE}"
    if page.latest_revision_id != page.imported_id:
        return f"changed at the desk since it was imported; export_guides writes what it says now, or {_OVERWRITE}"
    if not page.live and page.first_published_at:
        return f"unpublished at the desk; publish it there, or {_OVERWRITE}"
    return ""


def publish_as_imported(page: ReviewedPage, content: Mapping[str, Any], *, name: str, seal: str) -> None:
    """Publish what a manuscript says, which nobody has reviewed. Raises ManuscriptError for what fits no field."""
    for key, value in content.items():
        setattr(page, key, json.dumps(value) if isinstance(value, list) else value)
    page.reviewer, page.content_hash = None, seal
    try:
        revision = page.save_revision()
    except ValidationError as error:
        raise FileFormatError(f"{name}: {' '.join(error.messages)}") from error
    revision.publish()
    type(page).objects.filter(pk=page.pk).update(imported=revision)
