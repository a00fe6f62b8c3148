"""The signs on labels, which carry no words: each is drawn about (0, 0) and some 30 units high."""

from .svg import oval, path, ring, stroke


def mark(name: str | None, colour: str) -> str:
    """One sign by name; nothing for None. Raises KeyError for a name that is not drawn here."""
    return "" if name is None else _MARKS[name](colour)


def _drop(colour: str) -> str:
    return path("M0-19c9 12 13 18 13 25a13 13 0 0 1-26 0c0-7 4-13 13-25z", colour)


def _leaf(colour: str) -> str:
    blade = path("M-15 13C-17-8-3-18 16-17 18 3 7 17-11 13z", colour)
    return blade + stroke("M-17 19C-10 7-3 0 6-7", colour, 2.6)


def _rings(colour: str) -> str:
    return ring(0, 0, 13, 13, colour, 3.4) + oval(0, 0, 5, 5, colour)


def _waves(colour: str) -> str:
    return "".join(stroke(f"M-18 {y}q4.5-7 9 0t9 0 9 0 9 0", colour, 3.6) for y in (-7, 3, 13))


def _bars(colour: str) -> str:
    return "".join(stroke(f"M{x} 13V{top}", colour, 6) for x, top in ((-12, 4), (0, -4), (12, -12)))


def _bubbles(colour: str) -> str:
    return oval(-7, 5, 9, 9, colour) + oval(9, -1, 6, 6, colour) + oval(-1, -13, 4.5, 4.5, colour)


def _lines(colour: str) -> str:
    return stroke("M-18-6H12", colour, 6) + stroke("M-18 8H0", colour, 6)


def _dot(colour: str) -> str:
    return oval(0, 0, 9, 9, colour)


def _plus(colour: str) -> str:
    return stroke("M0-12V12M-12 0H12", colour, 5)


_MARKS = {
    "drop": _drop,
    "leaf": _leaf,
    "rings": _rings,
    "waves": _waves,
    "bars": _bars,
    "bubbles": _bubbles,
    "lines": _lines,
    "dot": _dot,
    "plus": _plus,
}
