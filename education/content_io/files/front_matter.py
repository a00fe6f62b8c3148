"""Reads the YAML of a file as nodes that know their lines. Refuses what YAML alone would drop without a word."""

import re

import yaml

from education.content_io.files.faults import Fault, FileFormatError

_FENCE = re.compile(r"-{3}[ \t]*")
_NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters and line ends of their own kind, which YAML would read as the end of a line or refuse."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_Loader: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EXPLANATIONS = (
    ("mapping values are not allowed", 'a text with a colon in it needs quotes, as in title: "Lube: what now"'),
    ("found character that cannot start any token", "this begins with a tab or a sign such as @, ` or %"),
    ("found a tab character", "indent with spaces, not with tabs"),
    ("found unexpected end of stream", "a quotation mark or bracket is opened and not closed"),
    ("did not find expected ',' or", "a bracket is opened and not closed, or a comma is missing"),
    ("did not find expected key", "the indentation does not fit the lines above, or a quotation mark is missing"),
    ("did not find expected '-' indicator", "the indentation does not fit the list above"),
    ("could not find expected ':'", "a line between fields has no colon: is a text not indented?"),
    ("did not find expected node content", "a value is missing, or begins with a sign that needs quotes"),
    ("found unknown escape character", "in double quotes, \\ has a meaning of its own. Write it twice"),
    ("did not find expected alphabetic", "a text that begins with & or * needs quotes"),
    ("found undefined alias", "a text that begins with * needs quotes"),
    ("found undefined tag", "a text that begins with ! needs quotes"),
    ("did not find expected <document start>", "there is text after three dots: the file ends with the line ---"),
)
"""What the YAML reader says, and what an editor has to look for."""


def read_nodes(name: str, content: bytes) -> tuple[yaml.MappingNode, list[str]]:
    """Return the fields of a file as YAML nodes, and its lines. Marks count lines from 0. Raises FileFormatError."""
    lines = _decode(name, content).split("\n")
    if not any(line.strip() for line in lines):
        raise _fault(name, 0, "the file is empty")
    if not _FENCE.fullmatch(lines[0]):
        raise _fault(name, 1, "the first line must be three hyphens (---)")
    end = next((place for place, line in enumerate(lines) if place and _FENCE.fullmatch(line)), None)
    if end is None:
        raise _fault(
            name, len(lines), "the line with three hyphens (---) at the end is missing: is the file cut short?"
        )
    below = next((place for place, line in enumerate(lines) if place > end and line.strip()), None)
    if below is not None:
        raise _fault(
            name, below + 1, "there is text below the closing ---. Move it into a field above, such as a section's body"
        )
    # With the first line empty, the lines of the marks are those of the file.
    return _compose(name, "\n".join(["", *lines[1:end], ""])), lines


def is_invisible(text: str) -> bool:
    """Whether a text has characters that files may only have escaped, in double quotes."""
    return _NOT_IN_A_FILE.search(text) is not None


def _decode(name: str, content: bytes) -> str:
    if content.startswith(_UTF16):
        raise _fault(name, 0, "the file is saved as UTF-16. Save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(name, line, "a character here is not in UTF-8. Save the file as UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _NOT_IN_A_FILE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _fault(name, line, f"there is an invisible character (U+{ord(found[0]):04X}). Type the line again")
    return text


def _compose(name: str, text: str) -> yaml.MappingNode:
    try:
        node = _Loader(text).get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _fault(name, line, "an invisible character is in this line. Type the line again") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _fault(name, mark.line + 1 if mark else 0, _explain(str(error.problem or error))) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _fault(name, 0, _explain(str(error))) from error
    if not isinstance(node, yaml.MappingNode):
        raise _fault(name, 2, "between the two lines of hyphens there are no fields, such as title: …")
    return node


def _explain(problem: str) -> str:
    told = next((words for part, words in _EXPLANATIONS if part in problem), "")
    return told or f"this is not YAML that can be read ({problem.splitlines()[0]})"


def _fault(name: str, line: int, message: str) -> FileFormatError:
    return FileFormatError([Fault(name, line, "", message)])
