"""Converts YAML nodes into the parts of `file_format`, and names every fault with its line and field."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
import yaml

from education.content_io.files.faults import Fault, FieldPath, field_label
from education.content_io.files.file_format import Part

T = TypeVar("T", bound=Part)
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge"))
_TRUE, _FALSE = frozenset(("true", "yes", "on")), frozenset(("false", "no", "off"))
_MISSING = object()
"""Stands for a value with a fault."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a part: its name in code and in files, its type without None, and whether it may be left out."""

    name: str
    written: str
    type: Any
    is_required: bool
    may_be_null: bool


@cache
def _fields(kind: type[Part]) -> dict[str, _Field]:
    found = {}
    for each in msgspec.structs.fields(kind):
        options = get_args(each.type) if NoneType in get_args(each.type) else ()
        types = [option for option in options if option is not NoneType]
        found[each.encode_name] = _Field(
            name=each.name,
            written=each.encode_name,
            type=types[0] if types else each.type,
            is_required=each.required,
            may_be_null=bool(options),
        )
    return found


@dataclass(slots=True)
class Decoder:
    """Decodes one file with these lines of text.

    `lines` are by the path of field names in code; `faults` are those found so far.
    """

    file: str
    text: Sequence[str] = ()
    lines: dict[FieldPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def decode(self, root: yaml.MappingNode, kind: type[T]) -> T | None:
        """Return the file's content, or None if a fault was found."""
        value = self._part(root, kind, ())
        return value if isinstance(value, kind) and not self.faults else None

    def refuse(self, path: FieldPath, message: str, *, line: int | None = None, name: str = "") -> object:
        """Add a fault at a place in the file. `name` is that of a field there, as it is written."""
        label = ", ".join(filter(None, (label_of(path), name)))
        self.faults.append(Fault(self.file, line or line_of(self.lines, path), label, message))
        return _MISSING

    def _value(self, node: yaml.Node, kind: Any, path: FieldPath, *, may_be_null: bool) -> object:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self._seen:
            return self.refuse(path, "write the text here again: references with & and * are not read")
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if node.tag not in _PLAIN_TAGS:
                return self.refuse(path, "a text that begins with ! needs quotes")
            if node.tag == f"{_TAG}null":
                return None if may_be_null else self.refuse(path, "it is empty. Write a value, or leave the line out")
        elif node.tag not in (f"{_TAG}map", f"{_TAG}seq"):
            return self.refuse(path, "a text that begins with ! needs quotes")
        if get_origin(kind) is tuple:
            return self._items(node, get_args(kind)[0], path)
        if isinstance(kind, type) and issubclass(kind, Part):
            return self._part(node, kind, path)
        if not isinstance(node, yaml.ScalarNode):
            return self.refuse(path, "write one value here, not a list or fields. A text with brackets needs quotes")
        if get_origin(kind) is Literal:
            allowed = get_args(kind)
            return node.value if node.value in allowed else self.refuse(path, f"write {' or '.join(allowed)}")
        return _SCALARS[kind](self, node, path)

    def _items(self, node: yaml.Node, kind: Any, path: FieldPath) -> object:
        if not isinstance(node, yaml.SequenceNode):
            return self.refuse(path, "write a list here: a line with a hyphen for each item")
        items = [self._value(item, kind, (*path, place), may_be_null=False) for place, item in enumerate(node.value)]
        return _MISSING if _MISSING in items else tuple(items)

    def _part(self, node: yaml.Node, kind: type[T], path: FieldPath) -> object:
        self.lines[path] = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            return self.refuse(path, f"write fields here: {', '.join(_fields(kind))}")
        fields, values = _fields(kind), {}
        first_lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.refuse(path, "the name of a field is one word", line=line)
                continue
            name = key.value
            if name in first_lines:
                self.refuse(path, f"it is written twice (first in line {first_lines[name]})", line=line, name=name)
                continue
            first_lines[name] = line
            if name not in fields:
                self.refuse(path, _unknown(name, fields), line=line, name=name)
                continue
            known = fields[name]
            values[known.name] = self._value(value, known.type, (*path, known.name), may_be_null=known.may_be_null)
            # A text in a block begins below the line of its name, which is the line to look at.
            self.lines[*path, known.name] = line
        for missing in fields.values():
            if missing.is_required and missing.name not in values:
                self.refuse((*path, missing.name), "it is missing", line=line_of(self.lines, path))
                values[missing.name] = _MISSING
        if any(value is _MISSING for value in values.values()):
            return _MISSING
        try:
            return kind(**values)
        except ValueError as error:
            return self.refuse(path, str(error))

    def _text(self, node: yaml.ScalarNode, path: FieldPath) -> object:
        if node.tag not in (f"{_TAG}str", f"{_TAG}value"):
            return self.refuse(
                path, f'write a text. A number, a date or a word such as yes needs quotes: "{node.value}"'
            )
        if node.style in (None, "") and self._is_cut_short(node):
            return self.refuse(path, "the text after # would be lost. Put the whole text in quotes")
        return node.value

    def _is_cut_short(self, node: yaml.ScalarNode) -> bool:
        """Whether YAML reads the rest of the line as a comment, as of `title: Our #1 guide`."""
        end = node.end_mark
        return end.line < len(self.text) and self.text[end.line][end.column :].lstrip().startswith("#")

    def _flag(self, node: yaml.ScalarNode, path: FieldPath) -> object:
        value = node.value.lower()
        if node.tag == f"{_TAG}bool" and value in _TRUE | _FALSE:
            return value in _TRUE
        return self.refuse(path, "write true or false")

    def _number(self, node: yaml.ScalarNode, path: FieldPath) -> object:
        if node.tag == f"{_TAG}int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", node.value):
            return int(node.value)
        return self.refuse(path, "write a whole number, such as 18")

    def _date(self, node: yaml.ScalarNode, path: FieldPath) -> object:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.value):
            try:
                return date.fromisoformat(node.value)
            except ValueError:
                return self.refuse(path, f"{node.value} is not a date")
        return self.refuse(path, "write a date as year, month and day, such as 2026-11-26")


_SCALARS: dict[Any, Callable[[Decoder, yaml.ScalarNode, FieldPath], object]] = {
    str: Decoder._text,
    bool: Decoder._flag,
    int: Decoder._number,
    date: Decoder._date,
}


def line_of(lines: Mapping[FieldPath, int], path: FieldPath) -> int:
    """Return the line of a place in a file, or of what it is part of."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def label_of(path: FieldPath) -> str:
    """Return the words for a place, with the names that files use."""
    return field_label(tuple(_written_names().get(step, step) if isinstance(step, str) else step for step in path))


@cache
def _written_names() -> dict[str, str]:
    parts = [Part]
    for part in parts:
        parts += part.__subclasses__()
    renamed = (each for part in parts for each in msgspec.structs.fields(part) if each.name != each.encode_name)
    return {each.name: each.encode_name for each in renamed}


def _unknown(name: str, fields: dict[str, _Field]) -> str:
    near = get_close_matches(name, fields, n=1)
    return (
        f"there is no such field. Did you mean {near[0]}?"
        if near
        else f"there is no such field, only {', '.join(fields)}"
    )
