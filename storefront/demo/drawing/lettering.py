"""Figures for size drawings, as strokes: a picture must not depend on a font."""

from .svg import moved, stroke

# Each sign on a grid 10 high with its foot on y = 0: (width, strokes).
_SIGNS = {
    "0": (6, "M3-10C0-10 0-7 0-5 0-3 0 0 3 0 6 0 6-3 6-5 6-7 6-10 3-10z"),
    "1": (4, "M.5-8L3-10V0"),
    "2": (6, "M.3-7.6C.6-11 6-10.8 5.7-7.2 5.5-5 1.5-3 0 0H6"),
    "3": (6, "M.3-8.6C1.5-10.7 5.6-10.5 5.5-7.6 5.4-5.4 3-5.3 2.2-5.3 4-5.3 6-4.6 6-2.7 6 .6 1.4.8 0-1.5"),
    "4": (6.4, "M4.6 0V-10L0-3.2H6.4"),
    "5": (6, "M5.4-10H.9L.5-5.5C2-6.9 6-6.6 6-3.2 6 .5 1.6.7 0-1.3"),
    "6": (6, "M5-10C2.5-9 0-6 0-3.2 0 1 6 1 6-3.2 6-6.8 1-6.8 0-3.2"),
    "7": (6, "M0-10H6L2 0"),
    "8": (6, "M3-5.4C-.6-5.4-.2-10 3-10 6.2-10 6.6-5.4 3-5.4-1-5.4-.9 0 3 0 6.9 0 7-5.4 3-5.4z"),
    "9": (6, "M1 0C3.5-1 6-4 6-6.8 6-11 0-11 0-6.8 0-3.2 5-3.2 6-6.8"),
    ".": (1, "M.5-.2V0"),
    "m": (9, "M0 0V-6.6M0-4C.6-7.2 4.5-7.4 4.5-4.2V0M4.5-4C5.1-7.2 9-7.4 9-4.2V0"),
    "A": (7, "M0 0L3.5-10 7 0M1.2-3.4H5.8"),
    " ": (3, ""),
}
_GAP = 2.4


def lettered(text: str, x: float, y: float, *, height: float, colour: str) -> str:
    """Text centred on x with its foot on y. Only figures, `m`, `A`, point and space are drawn."""
    scale = height / 10
    advance = 0.0
    shapes = []
    for sign in text:
        width, d = _SIGNS[sign]
        if d:
            shapes.append(moved(advance, 0, stroke(d, colour, 1.35)))
        advance += width + _GAP
    return moved(x - (advance - _GAP) * scale / 2, y, *shapes, scale=scale)
