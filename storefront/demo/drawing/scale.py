"""Size drawings: things at one scale beside an AA battery (IEC R6: 50.5 mm long, 14.5 mm wide)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .lettering import lettered
from .palette import INK_2, WHITE
from .svg import SIZE, box, moved, stroke

_FOOT = 196.0
_MARGIN = 16.0
_TOP = 34.0
_GAP_MM = 9.0


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
    across = sum(thing.width_mm for thing in things) + 14.5 + _GAP_MM * len(things)
    tallest = max(50.5, *(thing.height_mm for thing in things))
    scale = min((SIZE - 2 * _MARGIN) / across, (_FOOT - _TOP) / tallest)
    x = (SIZE - across * scale) / 2
    height = 12.0 if len(things) < 4 else 9.5
    shapes = [stroke(f"M{_MARGIN - 6} {_FOOT}H{SIZE - _MARGIN + 6}", INK_2, 1, opacity=0.45)]
    for thing in things:
        middle = x + thing.width_mm * scale / 2
        shapes.append(moved(middle, _FOOT, thing.draw(scale)))
        if thing.mark_width_at is not None:
            shapes.append(_width(middle, thing, scale))
        shapes.append(lettered(f"{thing.known_by} mm", middle, _FOOT + 22, height=height, colour=INK_2))
        x += (thing.width_mm + _GAP_MM) * scale
    battery = x + 14.5 * scale / 2
    shapes.append(moved(battery, _FOOT, _battery(scale)))
    shapes.append(lettered("AA", battery, _FOOT + 22, height=height, colour=INK_2))
    return "".join(shapes)


def _width(middle: float, thing: Sized, scale: float) -> str:
    """Two thin marks from the widest part down to the ground, so that the eye carries the width to its figure."""
    half, top = float(thing.known_by) * scale / 2, _FOOT - (thing.mark_width_at or 0) * scale
    ends = "".join(
        f'<path d="M{x:.2f} {top:.2f}V{_FOOT + 7}" stroke="{INK_2}" stroke-width="1" stroke-dasharray="2.5 2.5" opacity="0.7"/>'
        for x in (middle - half, middle + half)
    )
    return ends + stroke(f"M{middle - half} {_FOOT + 7}H{middle + half}", INK_2, 1.2)


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
