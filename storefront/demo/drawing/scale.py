"""Size drawings: things at one scale beside an AA battery (IEC R6: 50.5 mm long, 14.5 mm wide)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .lettering import lettered
from .palette import INK_2, WHITE
from .svg import SIZE, box, moved, stroke

_MARGIN = 16.0
_TALLEST = 162.0
_BELOW = 24.0
"""How much the figures take below the ground."""
_GAP_MM = 9.0
_TIGHT_GAP_MM = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """One thing to draw to scale: its full width and height in mm, the width it is known by, and its drawing."""

    width_mm: float
    height_mm: float
    known_by: Decimal
    draw: Callable[[float], str]
    mark_width_at: float | None = None
    """How far above the foot, in mm, the width it is known by is marked; None to mark nothing."""


def beside_a_battery(things: tuple[Sized, ...]) -> str:
    """The things in a row, then the battery, all at the largest scale that fits; each with its width under it."""
    many = len(things) > 3
    gap = _TIGHT_GAP_MM if len(things) > 2 else _GAP_MM
    across = sum(thing.width_mm for thing in things) + 14.5 + gap * (len(things) - 1) + _GAP_MM
    tallest = max(50.5, *(thing.height_mm for thing in things))
    scale = min((SIZE - 2 * _MARGIN) / across, _TALLEST / tallest)
    foot = (SIZE + tallest * scale - _BELOW) / 2
    x = (SIZE - across * scale) / 2
    height = 9.0 if many else 12.0
    shapes = [stroke(f"M{_MARGIN - 6} {foot}H{SIZE - _MARGIN + 6}", INK_2, 1, opacity=0.45)]
    for thing in things:
        middle = x + thing.width_mm * scale / 2
        shapes.append(moved(middle, foot, thing.draw(scale)))
        if thing.mark_width_at is not None:
            shapes.append(_width(middle, foot, thing, scale))
        figure = f"{thing.known_by}" if many and thing is not things[-1] else f"{thing.known_by} mm"
        shapes.append(lettered(figure, middle, foot + _BELOW - 2, height=height, colour=INK_2))
        x += (thing.width_mm + gap) * scale
    battery = x + (_GAP_MM - gap + 14.5 / 2) * scale
    shapes.append(moved(battery, foot, _battery(scale)))
    shapes.append(lettered("AA", battery, foot + _BELOW - 2, height=height, colour=INK_2))
    return "".join(shapes)


def _width(middle: float, foot: float, thing: Sized, scale: float) -> str:
    """Two thin marks from the widest part down to the ground, so that the eye carries the width to its figure."""
    half, top = float(thing.known_by) * scale / 2, foot - (thing.mark_width_at or 0) * scale
    ends = "".join(
        stroke(f"M{x} {top}V{foot + 7}", INK_2, 1, opacity=0.7, dashes="1.5 3.5")
        for x in (middle - half, middle + half)
    )
    return ends + stroke(f"M{middle - half} {foot + 7:.2f}H{middle + half}", INK_2, 1.2)


def _battery(scale: float) -> str:
    """An AA battery standing upright, its bright cap up."""
    w, h = 14.5 * scale, 50.5 * scale
    nub = 1.2 * scale
    return (
        box(-2.8 * scale, -h, 5.6 * scale, nub + 2, "#b9bfbd", r=1)
        + box(-w / 2, -h + nub, w, h - nub, "#7c8583", r=min(4.0, w * 0.16))
        + box(-w / 2, -h + nub, w, (h - nub) * 0.3, "#c39a4a", r=min(4.0, w * 0.16))
        + box(-w / 2, -h + nub + (h - nub) * 0.2, w, (h - nub) * 0.1, "#c39a4a")
        + box(w * 0.2, -h + nub, w * 0.3, h - nub, "#000000", r=min(4.0, w * 0.16), opacity=0.14)
        + box(-w * 0.34, -h + nub + 3, w * 0.12, h - nub - 6, WHITE, r=1, opacity=0.4)
    )
