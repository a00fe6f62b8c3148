"""What every scene needs: measures, tones and a look, taken from a picture's wishes and a product's facts."""

from collections.abc import Callable
from decimal import Decimal

from storefront.demo.data import PictureSpec
from storefront.safety.facts import ProductFacts

from .palette import TONES, Tone
from .vessels import Look

Scene = Callable[[PictureSpec, ProductFacts], str]


def measure(value: Decimal | None) -> float:
    """A measure that a drawing cannot do without. Raises ValueError when the facts do not state it."""
    if value is None:
        raise ValueError("a picture to scale needs every measure stated")
    return float(value)


def tones(spec: PictureSpec) -> tuple[Tone, Tone]:
    """The body's tone and the trim's, written `body/trim`."""
    body, trim = spec.tone.split("/")
    return TONES[body], TONES[trim]


def look_of(spec: PictureSpec) -> Look:
    body, trim = tones(spec)
    return Look(body=body, trim=trim, sign=spec.mark)
