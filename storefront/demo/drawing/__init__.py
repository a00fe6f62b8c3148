"""Draws each demo product from its own facts: flat objects in two tones with one light, on a soft ground.

Sizes are to scale, a flared base is always in sight, labels carry no words, and nothing is explicit.
"""

from dataclasses import dataclass

import resvg_py

from storefront.demo.data import Product
from storefront.safety.facts import read_facts

from .palette import GROUNDS
from .scenes import draw
from .svg import canvas


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG text, 240 by 240, and the words for those who do not see it."""

    svg: str
    alt: str


def picture(product: Product, index: int = 0) -> Picture:
    """One of a product's pictures. The same product always gives the same text.

    Raises IndexError when the product has no such picture, KeyError when a drawing is not known.
    """
    spec = product.pictures[index]
    facts = read_facts(product.attributes, category=product.category)
    return Picture(canvas(GROUNDS[spec.ground], draw(spec, facts), alt=spec.alt), spec.alt)


def png(svg: str, size: int) -> bytes:
    """The picture as a PNG, `size` pixels wide and high. No fonts are needed, and none are loaded."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True))
