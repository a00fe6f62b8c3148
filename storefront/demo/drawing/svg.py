"""Small words for SVG: shapes are strings, coordinates are units of a 240 by 240 canvas, y runs down."""

import re
from typing import Final
from xml.sax.saxutils import quoteattr

SIZE: Final = 240
GROUND_Y: Final = 204
"""Where things stand."""

Number = float | int


_DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def num(value: Number) -> str:
    """A number as short as it can be, to a hundredth of a unit."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def neat(d: str) -> str:
    """A path's commands with every number short."""
    return _DECIMAL.sub(lambda found: num(float(found[0])), d)


def tag(name: str, *children: str, **attributes: Number | str | None) -> str:
    """An element; underscores in attribute names are hyphens, and None leaves an attribute out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else num(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def path(d: str, fill: str, *, opacity: Number | None = None) -> str:
    """A filled path."""
    return tag("path", d=neat(d), fill=fill, opacity=opacity)


def stroke(d: str, colour: str, width: Number, *, opacity: Number | None = None, dashes: str | None = None) -> str:
    """A path drawn as a round-ended line, whole or in dashes."""
    return tag(
        "path",
        d=neat(d),
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_linecap="round",
        stroke_linejoin="round",
        stroke_dasharray=dashes,
        opacity=opacity,
    )


def box(
    x: Number, y: Number, width: Number, height: Number, fill: str, *, r: Number = 0, opacity: Number | None = None
) -> str:
    """A rectangle with corners of radius r."""
    return tag("rect", x=x, y=y, width=width, height=height, rx=r or None, fill=fill, opacity=opacity)


def oval(cx: Number, cy: Number, rx: Number, ry: Number, fill: str, *, opacity: Number | None = None) -> str:
    """An ellipse."""
    return tag("ellipse", cx=cx, cy=cy, rx=rx, ry=ry, fill=fill, opacity=opacity)


def ring(cx: Number, cy: Number, rx: Number, ry: Number, colour: str, width: Number) -> str:
    """The outline of an ellipse."""
    return tag("ellipse", cx=cx, cy=cy, rx=rx, ry=ry, fill="none", stroke=colour, stroke_width=width)


def moved(x: Number, y: Number, *shapes: str, scale: Number = 1, turn: Number = 0) -> str:
    """The shapes, scaled, turned by degrees and moved so that their origin lies at (x, y)."""
    steps = [f"translate({num(x)} {num(y)})"]
    if turn:
        steps.append(f"rotate({num(turn)})")
    if scale != 1:
        steps.append(f"scale({num(scale)})")
    return tag("g", *shapes, transform=" ".join(steps))


def shadow(cx: Number = 120, rx: Number = 74, cy: Number = GROUND_Y + 1) -> str:
    """The soft shadow that a thing casts on the ground."""
    return oval(cx, cy, rx, max(4.0, min(9.0, rx / 8)), "#1f2a2c", opacity=0.1)


def canvas(ground: str, *shapes: str, alt: str) -> str:
    """A whole picture on a ground of one colour."""
    return tag(
        "svg",
        box(0, 0, SIZE, SIZE, ground),
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {SIZE} {SIZE}",
        width=SIZE,
        height=SIZE,
        role="img",
        aria_label=alt,
    )
