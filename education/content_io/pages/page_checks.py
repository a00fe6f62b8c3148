"""Checks that the admin's forms make of a page, for pages that files fill in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.blocks import ListBlockValidationError, StreamBlockValidationError, StreamValue, StructBlockValidationError
from wagtail.fields import StreamField

from education.content_io.files.fault_list import FaultList
from education.content_io.files.faults import FieldPath
from education.content_io.files.file_format import IN_CRITERIA
from education.content_io.files.file_reader import Document
from education.content_io.pages.page_content import FILE_NAMES
from education.models import GlossaryTermPage, GuidePage, PublicPage
from education.models.publish_checks import text_problems_of

_CHOSEN = ("see", "guides")
"""Streams of chosen pages, which exist: checking them would read each from the database."""


class PageChecks:
    """Checks one page. `path` is the place of its text in its file."""

    def __init__(self, page: PublicPage, document: Document[Any], path: FieldPath, faults: FaultList) -> None:
        self._page = page
        self._document = document
        self._path = path
        self._faults = faults

    def fields_are_valid(self, *names: str) -> bool:
        """Check single fields, without the database."""
        try:
            self._page.clean_fields(exclude={field.name for field in self._page._meta.fields} - {*names})
        except ValidationError as error:
            self._add_all(error)
            return False
        return True

    def check(self, content: Collection[str], *, is_in_tree: bool) -> None:
        """Check the fields that a file sets, their blocks, and what keeps a guide from going live."""
        untouched = {field.name for field in self._page._meta.fields} - {*content, "slug"}
        try:
            if is_in_tree:
                self._page.full_clean(exclude=untouched, validate_unique=False, validate_constraints=False)
            else:
                self._page.clean_fields(exclude=untouched)
        except ValidationError as error:
            self._add_all(error)
        self.check_blocks(content)
        if isinstance(self._page, GuidePage):
            self._check_guide(self._page)
        if isinstance(self._page, GlossaryTermPage) and any(f"<{tag}>" in self._page.definition for tag in _BLOCK_TAGS):
            self._add(
                ("definition",), "only bold, italic and links can be shown in a meaning, and no lists or headings"
            )

    def check_removals(self, content: Mapping[str, Any]) -> None:
        """Refuse to take all items of a list from a live page, or all of a stage's reasons to stop."""
        for name, items in content.items():
            stored = getattr(self._page, name, None)
            if isinstance(stored, StreamValue) and len(stored) and not items:
                self._add(
                    (name,),
                    f"the live page has {len(stored)} of these, and this file has none. {_ALLOW}",
                    unless_known=True,
                )
        old = _stop_reasons(self._page.stages.raw_data) if isinstance(self._page, GuidePage) else {}
        new = _stop_reasons(content["stages"]) if old else {}
        for place, (anchor, reasons) in enumerate(new.items()):
            if old.get(anchor) and not reasons:
                self._add(
                    ("stages", place, "stop_if"), f"the live page says when to stop, and this file does not. {_ALLOW}"
                )

    def check_blocks(self, content: Collection[str]) -> None:
        """Check the streams that a file sets as forms do, and normalise their texts."""
        for field in self._page._meta.fields:
            if isinstance(field, StreamField) and field.name in content and field.name not in _CHOSEN:
                try:
                    cleaned = field.stream_block.clean(getattr(self._page, field.name))
                except ValidationError as error:
                    for path, message in _flat(error, (field.name,)):
                        self._add(path, message, unless_known=True)
                else:
                    setattr(self._page, field.name, cleaned)

    def _check_guide(self, page: GuidePage) -> None:
        for problem in text_problems_of(page):
            path: FieldPath = (problem.field,)
            if problem.block is not None:
                path = (*path, problem.block)
            if problem.pick is not None:
                path = (*path, "products", problem.pick)
            self._add(path, problem.message, unless_known=problem.pick is not None)

    def _add_all(self, error: ValidationError) -> None:
        for name, messages in error.message_dict.items():
            path = () if name == NON_FIELD_ERRORS else (self._file_name(name),)
            for message in messages:
                self._add(path, message, unless_known=bool(path))

    def _file_name(self, name: str) -> str:
        return "term" if name == "title" and isinstance(self._page, GlossaryTermPage) else FILE_NAMES.get(name, name)

    def _add(self, path: FieldPath, message: str, *, unless_known: bool = False) -> None:
        self._faults.add(self._document, (*self._path, *path), message, unless_known=unless_known)


_ALLOW = "Use --allow-removals if that is meant"
_BLOCK_TAGS = ("ul", "ol", "h3", "h2", "h4")


def _stop_reasons(stages: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    return {stage["value"]["anchor"]: bool(stage["value"].get("stop_if")) for stage in stages}


def _flat(error: ValidationError, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Yield each message of a block's error with its place in the file."""
    if isinstance(error, StreamBlockValidationError | ListBlockValidationError | StructBlockValidationError):
        for step, inner in error.block_errors.items():
            yield from _flat(inner, (*path, "criteria" if step in IN_CRITERIA else step))
        for message in error.non_block_errors:
            yield path, str(message)
    else:
        for message in error.messages:
            yield path, message
