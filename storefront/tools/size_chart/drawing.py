"""The outline of a bank card, a ruler and circles, in millimetres."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from storefront.catalog.pages.formatting import format_number
from storefront.catalog.pages.size_diagram import UNITS_PER_MM

CARD_WIDTH, CARD_HEIGHT, CARD_CORNER = 85.6, 53.98, 3.18
"""A bank card (ISO/IEC 7810, ID-1), in mm."""
RULER = 150
"""Length of the ruler in mm; with the margins it fits on A4 and US Letter."""
WIDTHS = tuple(map(Decimal, (20, 25, 30, 35, 40, 45)))
"""Diameters of the circles in mm."""
_MARGIN = 1.0
_LABEL = 6.0


def bank_card(percent: int) -> SafeString:
    """The outline to lay a bank card on."""
    shape = format_html(
        '<rect x="{0}" y="{0}" width="{1}" height="{2}" rx="{3}" fill="none" stroke="currentColor" stroke-width="2"/>'
        '<text x="{4}" y="{5}" font-size="15" fill="currentColor" text-anchor="middle">{6}</text>',
        _units(_MARGIN),
        _units(CARD_WIDTH),
        _units(CARD_HEIGHT),
        _units(CARD_CORNER),
        _units(_MARGIN + CARD_WIDTH / 2),
        _units(_MARGIN + CARD_HEIGHT / 2),
        _("Lay your bank card here"),
    )
    label = _("Outline of a bank card, 85.6 by 54 mm")
    return _svg(CARD_WIDTH + 2 * _MARGIN, CARD_HEIGHT + 2 * _MARGIN, percent, label, [shape])


def ruler(percent: int) -> SafeString:
    """A ruler with a line for each millimetre and a number for each centimetre."""
    shapes = [_line(at, 8 if at % 10 == 0 else 5 if at % 5 == 0 else 3) for at in range(RULER + 1)]
    shapes += [_text(str(at // 10), _MARGIN + at, 12) for at in range(10, RULER, 10)]
    label = _("A ruler of %(length)s cm") % {"length": RULER // 10}
    return _svg(RULER + 2 * _MARGIN, 14, percent, label, shapes)


def circle(diameter: Decimal, percent: int) -> SafeString:
    """A circle of a width, with the width below it."""
    across = float(diameter)
    centre = _MARGIN + across / 2
    shape = format_html(
        '<circle cx="{0}" cy="{0}" r="{1}" fill="none" stroke="currentColor" stroke-width="2"/>',
        _units(centre),
        _units(across / 2),
    )
    measure = f"{format_number(diameter)} mm"
    label = _("Circle, %(width)s mm wide") % {"width": format_number(diameter)}
    height = across + 2 * _MARGIN + _LABEL
    return _svg(across + 2 * _MARGIN, height, percent, label, [shape, _text(measure, centre, height - 1)])


def _svg(width: float, height: float, percent: int, label: str, shapes: Iterable[SafeString]) -> SafeString:
    """A drawing with its size in mm as attributes, since the pages' policy forbids inline styles."""
    return format_html(
        '<svg class="true-size" width="{}mm" height="{}mm" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _number(width * percent / 100),
        _number(height * percent / 100),
        _units(width),
        _units(height),
        label,
        mark_safe("".join(shapes)),  # noqa: S308  # each shape is escaped
    )


def _line(at: int, length: int) -> SafeString:
    x = _units(_MARGIN + at)
    return format_html(
        '<line x1="{0}" x2="{0}" y1="0" y2="{1}" stroke="currentColor" stroke-width="0.8"/>', x, _units(length)
    )


def _text(text: str, x: float, y: float) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="14" fill="currentColor" text-anchor="middle">{}</text>',
        _units(x),
        _units(y),
        text,
    )


def _units(millimetres: float) -> str:
    return _number(millimetres * UNITS_PER_MM)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
