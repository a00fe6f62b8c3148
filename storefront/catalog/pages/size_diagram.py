"""Draw the sizes of one toy or several to one scale next to an AA battery, from their facts.

The outlines show the width, the insertable length and the base width, not the toy's shape. Colours are attributes,
because the pages' Content-Security-Policy forbids inline styles; text takes the colour of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from storefront.catalog.pages.formatting import format_number
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, role_of
from storefront.safety.value_types import Size

AA_DIAMETER, AA_LENGTH = Decimal("14.5"), Decimal("50.5")
"""The largest AA battery (R6) that IEC 60086-2 allows, in mm."""

_TONES = ("#c9775c", "#b85f43", "#a4472a", "#8d3a21", "#74301c")
# Sizes in the drawing's units: width, margin, tallest piece, the battery's column, gap, base height, line of text, and
# the room for a mark and a width.
_WIDTH, _EDGE, _TALLEST, _BATTERY, _GAP, _BASE, _TEXT, _LABEL = 560.0, 12.0, 190.0, 116.0, 22.0, 14.0, 34.0, 84.0
MAX_SIZES = 8
UNITS_PER_MM = 4.0
"""Of a drawing at its real size."""
_NARROWEST = 24.0
"""The narrowest drawing at its real size, in mm: the width must fit below it."""
MAX_MM = Decimal(500)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeDiagram:
    """An SVG and the same sizes in words."""

    svg: SafeString
    words: str


def size_diagram(facts: ProductFacts) -> SizeDiagram | None:
    """Draw a toy whose width, insertable length and base width are all stated; None for anything else."""
    return _draw([(piece, "") for piece in pieces_of(facts)])


def compare_sizes(toys: Mapping[str, ProductFacts]) -> SizeDiagram | None:
    """Draw toys to one scale, each piece with its toy's mark; None if the sizes of fewer than two are stated."""
    pieces = {mark: pieces_of(facts) for mark, facts in toys.items()}
    if sum(map(bool, pieces.values())) < 2:
        return None
    return _draw([(piece, mark) for mark, sizes in pieces.items() for piece in sizes])


def true_size(piece: Size, percent: int) -> SizeDiagram:
    """Draw one piece at its real size, times `percent` / 100 for a screen that shows millimetres too large or small."""
    across = max(float(max(piece.base_mm, piece.diameter_mm)), _NARROWEST)
    width, ground = across * UNITS_PER_MM, float(piece.length_mm) * UNITS_PER_MM + 2
    height = ground + _BASE + _TEXT
    words = _piece_words(piece)
    svg = format_html(
        '<svg class="true-size" width="{}mm" height="{}mm" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _n(across * percent / 100),
        _n(height / UNITS_PER_MM * percent / 100),
        _n(width),
        _n(height),
        words,
        mark_safe(_piece(piece, UNITS_PER_MM, mark="", centre=width / 2, ground=ground, tone=_TONES[2])),  # noqa: S308  # numbers only
    )
    return SizeDiagram(svg=svg, words=words)


def _draw(marked: Sequence[tuple[Size, str]]) -> SizeDiagram | None:
    if not marked:
        return None
    pieces = [piece for piece, _mark in marked]
    words = _words(marked)
    widths = [float(max(piece.base_mm, piece.diameter_mm)) for piece in pieces]
    tallest = float(max(*(piece.length_mm for piece in pieces), AA_LENGTH))
    across = max(_WIDTH, _BATTERY + 2 * _EDGE + _LABEL * len(pieces)) if marked[0][1] else _WIDTH
    room = across - 2 * _EDGE - _BATTERY - _GAP * len(pieces)
    scale = min(room / sum(widths), _TALLEST / tallest)
    ground = tallest * scale + 2
    left = _EDGE + (room - sum(widths) * scale) / 2
    shapes = []
    for (piece, mark), width, tone in zip(marked, widths, _tones(len(pieces)), strict=True):
        shapes.append(_piece(piece, scale, mark=mark, centre=left + width * scale / 2, ground=ground, tone=tone))
        left += width * scale + _GAP
    shapes.append(_battery(scale, centre=left + _BATTERY / 2, ground=ground + _BASE))
    svg = format_html(
        '<svg class="to-scale" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        _n(across),
        _n(ground + _BASE + _TEXT),
        words,
        mark_safe("".join(shapes)),  # noqa: S308  # numbers and our own words only
    )
    return SizeDiagram(svg=svg, words=words)


def pieces_of(facts: ProductFacts) -> tuple[Size, ...]:
    """The pieces of a toy whose sizes are all stated and can be drawn; none for anything else."""
    if role_of(facts) is not Role.TOY:
        return ()
    pieces = facts.sizes
    if not pieces and facts.max_diameter_mm and facts.insertable_length_mm and facts.base_diameter_mm:
        pieces = (
            Size(
                diameter_mm=facts.max_diameter_mm,
                length_mm=facts.insertable_length_mm,
                base_mm=facts.base_diameter_mm,
            ),
        )
    too_large = any(max(piece.diameter_mm, piece.length_mm, piece.base_mm) > MAX_MM for piece in pieces)
    return () if too_large or len(pieces) > MAX_SIZES else pieces


def _tones(count: int) -> tuple[str, ...]:
    """From light to dark with size, spread over all tones."""
    if count == 1:
        return (_TONES[2],)
    return tuple(_TONES[round(index * (len(_TONES) - 1) / (count - 1))] for index in range(count))


def _words(marked: Sequence[tuple[Size, str]]) -> str:
    each = "; ".join(f"{mark}: {_piece_words(piece)}" if mark else _piece_words(piece) for piece, mark in marked)
    return _("Drawn to one scale beside an AA battery (14.5 by 50.5 mm): %(sizes)s.") % {"sizes": each}


def _piece_words(piece: Size) -> str:
    return _("%(width)s mm wide, %(length)s mm insertable, base %(base)s mm") % {
        "width": format_number(piece.diameter_mm),
        "length": format_number(piece.length_mm),
        "base": format_number(piece.base_mm),
    }


def _piece(piece: Size, scale: float, *, mark: str, centre: float, ground: float, tone: str) -> str:
    """A rounded body that is widest at half its height, with a narrower neck and a base."""
    length, half = float(piece.length_mm) * scale, float(piece.diameter_mm) * scale / 2
    neck, base = half * 0.72, float(piece.base_mm) * scale
    top, widest, waist = ground - length, ground - length * 0.5, ground - length * 0.16
    left, right = centre - half, centre + half
    path = (
        f"M{_n(centre - neck)} {_n(ground + 1)}"
        f"C{_n(centre - neck)} {_n(waist)} {_n(left)} {_n(waist)} {_n(left)} {_n(widest)}"
        f"C{_n(left)} {_n(top + length * 0.14)} {_n(centre - half * 0.55)} {_n(top)} {_n(centre)} {_n(top)}"
        f"C{_n(centre + half * 0.55)} {_n(top)} {_n(right)} {_n(top + length * 0.14)} {_n(right)} {_n(widest)}"
        f"C{_n(right)} {_n(waist)} {_n(centre + neck)} {_n(waist)} {_n(centre + neck)} {_n(ground + 1)}z"
    )
    measure = f"{format_number(piece.diameter_mm)} mm"
    return (
        f'<path d="{path}" fill="{tone}"/>'
        f'<rect x="{_n(centre - base / 2)}" y="{_n(ground)}" width="{_n(base)}" height="{_n(_BASE)}" '
        f'rx="{_n(_BASE / 2)}" fill="{tone}"/>'
        f"{_label(f'{mark}: {measure}' if mark else measure, centre, ground + _BASE)}"
    )


def _battery(scale: float, *, centre: float, ground: float) -> str:
    width, height, knob = float(AA_DIAMETER) * scale, float(AA_LENGTH) * scale, 2 * scale
    left, top = centre - width / 2, ground - height
    body = f'<rect x="{_n(left)}" y="{_n(top + knob)}" width="{_n(width)}" rx="{_n(scale)}"'
    name = _("AA battery")  # the tools that collect words do not read f-strings
    return (
        f'<rect x="{_n(centre - width * 0.19)}" y="{_n(top)}" width="{_n(width * 0.38)}" height="{_n(knob * 2)}" '
        f'rx="{_n(scale / 2)}" fill="#9aa19e"/>'
        f'{body} height="{_n(height - knob)}" fill="#9aa19e"/>'
        f'{body} height="{_n(height * 0.3)}" fill="#c39a4a"/>'
        f"{_label(name, centre, ground)}"
    )


def _label(text: str, centre: float, ground: float) -> str:
    return str(
        format_html(
            '<text x="{}" y="{}" font-size="15" fill="currentColor" text-anchor="middle">{}</text>',
            _n(centre),
            _n(ground + _TEXT - 10),
            text,
        )
    )


def _n(value: float) -> str:
    """A coordinate with one decimal."""
    return f"{value:.1f}".removesuffix(".0")
