"""Toys, drawn from their own millimetres: widest part, insertable length and base.

Each function draws its toy standing with the middle of its base on (0, 0), at a scale of units to a mm.
The shapes are plain turned forms; the flared base is always drawn at its full width.
"""

from .palette import WHITE, Tone
from .svg import box, moved, oval, path, ring, stroke

BASE_MM = 8.0
"""How thick a base is drawn; no fact states it."""


def plug(tone: Tone, *, widest: float, length: float, base: float, scale: float, shiny: bool = False) -> str:
    """A tapered plug on a flared base. Glass and steel are shiny: their edges catch the light."""
    r, h, b, thick = widest / 2 * scale, length * scale, base * scale, BASE_MM * scale
    neck = r * 0.6
    foot = -thick

    def side(factor: float) -> tuple[str, str]:
        """The right outline from foot to tip, and back again, with its width taken by a factor."""
        x, n = r * factor, neck * factor
        up = (
            f"C{n} {foot - 0.16 * h} {x} {foot - 0.2 * h} {x} {foot - 0.417 * h}"
            f"C{x} {foot - 0.783 * h} {0.55 * x} {foot - h} 0 {foot - h}"
        )
        down = (
            f"C{0.55 * x} {foot - h} {x} {foot - 0.783 * h} {x} {foot - 0.417 * h}"
            f"C{x} {foot - 0.2 * h} {n} {foot - 0.16 * h} {n} {foot}"
        )
        return up, down

    outline_up, _ = side(1)
    left = (
        f"C{-0.55 * r} {foot - h} {-r} {foot - 0.783 * h} {-r} {foot - 0.417 * h}"
        f"C{-r} {foot - 0.2 * h} {-neck} {foot - 0.16 * h} {-neck} {foot}"
    )
    _, inner_down = side(0.42)
    body = path(f"M{neck} {foot}{outline_up}{left}z", tone.main)
    shade = path(f"M{neck} {foot}{outline_up}{inner_down}z", tone.dark, opacity=0.55)
    light = stroke(
        f"M{-0.62 * r} {foot - 0.42 * h}"
        f"C{-0.62 * r} {foot - 0.66 * h} {-0.46 * r} {foot - 0.8 * h} {-0.3 * r} {foot - 0.87 * h}",
        WHITE if shiny else tone.light,
        max(1.6, r * 0.16),
        opacity=0.9,
    )
    shine = (
        stroke(
            f"M{0.7 * r} {foot - 0.38 * h}"
            f"C{0.7 * r} {foot - 0.55 * h} {0.6 * r} {foot - 0.7 * h} {0.5 * r} {foot - 0.78 * h}",
            WHITE,
            max(1.2, r * 0.08),
            opacity=0.9,
        )
        if shiny
        else ""
    )
    return body + shade + light + shine + flared_base(tone, base=b, thick=thick)


def flared_base(tone: Tone, *, base: float, thick: float) -> str:
    """The base itself, in units, wide and round-edged, lit from the left."""
    half, r = base / 2, thick / 2
    dark = f"M{half * 0.3} {-thick}H{half - r}A{r} {r} 0 0 1 {half - r} 0H{half * 0.1}z"
    return (
        box(-half, -thick, base, thick, tone.main, r=r)
        + path(dark, tone.dark, opacity=0.55)
        + stroke(
            f"M{-half + thick * 0.7} {-thick * 0.72}H{-half * 0.35}", tone.light, max(1.2, thick * 0.16), opacity=0.9
        )
    )


def wand(tone: Tone, *, widest: float, length: float, base: float, scale: float) -> str:
    """A straight, smooth toy with a rounded tip, a little slimmer towards the tip, on a wide round base."""
    r, h, thick = widest / 2 * scale, length * scale, BASE_MM * scale
    tip = r * 0.74
    body = (
        f"M{-r} {-thick}C{-r} {-thick - h * 0.5} {-tip} {-thick - h * 0.6} {-tip} {-thick - h + tip}"
        f"A{tip} {tip} 0 0 1 {tip} {-thick - h + tip}C{tip} {-thick - h * 0.6} {r} {-thick - h * 0.5} {r} {-thick}z"
    )
    shade = (
        f"M{r * 0.34} {-thick}"
        f"C{r * 0.34} {-thick - h * 0.5} {tip * 0.4} {-thick - h * 0.6} {tip * 0.4} {-thick - h + tip * 0.8}"
        f"Q{tip * 0.4} {-thick - h + tip * 0.2} 0 {-thick - h}A{tip} {tip} 0 0 1 {tip} {-thick - h + tip}"
        f"C{tip} {-thick - h * 0.6} {r} {-thick - h * 0.5} {r} {-thick}z"
    )
    return (
        path(body, tone.main)
        + path(shade, tone.dark, opacity=0.5)
        + stroke(f"M{-tip * 0.55} {-thick - h * 0.86}V{-thick - h * 0.5}", tone.light, max(1.6, r * 0.16), opacity=0.9)
        + flared_base(tone, base=base * scale, thick=thick)
    )


def probe(tone: Tone, *, widest: float, length: float, base: float, scale: float) -> str:
    """A slim rod on a wide base, with the ring to hold it by beneath. Stands on the ring."""
    outer = base * 0.42 * scale
    thick = 6.5 * scale
    rod = wand(tone, widest=widest, length=length, base=base, scale=scale)
    lift = 2 * outer - thick * 0.4
    middle = outer - thick / 2
    handle = (
        ring(0, -outer, middle, middle, tone.main, thick)
        + stroke(
            f"M{outer * 0.62} {-outer - middle * 0.66}A{middle} {middle} 0 0 1 {outer * 0.2} {-thick * 0.6}",
            tone.dark,
            thick * 0.5,
            opacity=0.5,
        )
        + stroke(
            f"M{-outer * 0.72} {-outer * 1.3}A{outer * 0.8} {outer * 0.8} 0 0 0 {-outer * 0.72} {-outer * 0.7}",
            tone.light,
            thick * 0.2,
        )
    )
    return handle + moved(0, -lift, rod)


def pebble(tone: Tone, trim: Tone, light: Tone, *, widest: float, scale: float) -> str:
    """A handheld massager: a rounded pebble with four soft nubs on its head and two buttons."""
    w = widest * scale
    h = w * 1.72
    half = w / 2
    right = f"C{half} {-h * 0.62} {half * 1.06} {-h * 0.3} {half * 0.78} 0"
    body = (
        f"M{-half * 0.78} 0C{-half * 1.06} {-h * 0.3} {-half} {-h * 0.62} {-half} {-h * 0.76}"
        f"C{-half} {-h * 1.08} {half} {-h * 1.08} {half} {-h * 0.76}{right}Q0 {h * 0.05} {-half * 0.78} 0z"
    )
    shade = (
        f"M{half * 0.3} {-h * 0.985}C{half * 0.86} {-h * 0.96} {half} {-h * 0.86} {half} {-h * 0.76}{right}"
        f"Q{half * 0.5} {h * 0.02} {half * 0.36} {h * 0.02}"
        f"C{half * 0.72} {-h * 0.3} {half * 0.7} {-h * 0.7} {half * 0.3} {-h * 0.985}z"
    )
    return (
        path(body, tone.light)
        + path(shade, tone.main)
        + oval(-half * 0.06, -h * 0.75, half * 0.7, half * 0.62, trim.light)
        + "".join(
            oval(half * x, h * y, half * 0.15, half * 0.135, trim.dark)
            + oval(half * (x - 0.02), h * y - half * 0.05, half * 0.15, half * 0.135, light.main)
            + oval(half * (x - 0.05), h * y - half * 0.08, half * 0.08, half * 0.06, light.light)
            for x, y in ((-0.36, -0.83), (0.22, -0.83), (-0.36, -0.68), (0.22, -0.68))
        )
        + oval(-half * 0.06, -h * 0.34, half * 0.17, half * 0.17, trim.main)
        + oval(-half * 0.06, -h * 0.16, half * 0.12, half * 0.12, tone.dark)
        + stroke(
            f"M{-half * 0.82} {-h * 0.62}"
            f"C{-half * 0.86} {-h * 0.4} {-half * 0.8} {-h * 0.25} {-half * 0.74} {-h * 0.16}",
            WHITE,
            w * 0.03,
            opacity=0.75,
        )
    )
