"""Scenes with toys, and everything that is drawn to scale beside a battery."""

from collections.abc import Callable
from decimal import Decimal

from storefront.demo.data import PictureSpec
from storefront.safety.facts import ProductFacts

from . import packs, silhouettes, wares
from .dressing import Scene, measure, tones
from .palette import TONES, Tone
from .scale import Sized, beside_a_battery
from .svg import GROUND_Y, moved, oval, ring, shadow, stroke

PAPER = TONES["paper"]

_PLUG_SCALE = 1.9
"""Units to a mm: single plugs share it, so that a larger one looks larger in the shop's list."""


def plug(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = tones(spec)
    base = measure(facts.base_diameter_mm)
    return shadow(120, base * _PLUG_SCALE * 0.56) + moved(120, GROUND_Y, _one_plug(body, facts, _PLUG_SCALE))


def _one_plug(tone: Tone, facts: ProductFacts, scale: float) -> str:
    return silhouettes.plug(
        tone,
        widest=measure(facts.max_diameter_mm),
        length=measure(facts.insertable_length_mm),
        base=measure(facts.base_diameter_mm),
        scale=scale,
        shiny=facts.material in ("borosilicate-glass", "stainless-steel-316"),
    )


def vibrating_plug(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = tones(spec)
    button = oval(0, -5.5, 7, 4.4, PAPER.light) + oval(0, -5.5, 3, 1.9, TONES["clay"].main)
    hum = "".join(
        stroke(d, body.dark, 2.4, opacity=0.5)
        for d in ("M58 92q-6 12 0 24", "M48 86q-9 18 0 36", "M150 92q6 12 0 24", "M160 86q9 18 0 36")
    )
    return (
        shadow(112, 82)
        + hum
        + moved(104, GROUND_Y, _one_plug(body, facts, 1.6) + button)
        + wares.charging_lead(190, GROUND_Y + 1)
    )


def _set_tones(tone: Tone, count: int) -> list[Tone]:
    """From the lit value of a tone to its shaded one, so that pieces of a set are told apart."""
    ramp = (tone.light, tone.main, "#a4472a" if tone is TONES["clay"] else tone.main, tone.dark)
    picks = [ramp[round(i * (len(ramp) - 1) / max(1, count - 1))] for i in range(count)]
    return [Tone(_mixed(colour, "#ffffff", 0.22), colour, _mixed(colour, "#000000", 0.25)) for colour in picks]


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)


def sized_set(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = tones(spec)
    return tuple(
        Sized(
            width_mm=float(size.base_mm),
            height_mm=float(size.length_mm) + silhouettes.BASE_MM,
            known_by=size.diameter_mm,
            draw=lambda scale, size=size, tone=tone: silhouettes.plug(  # type: ignore[misc]
                tone,
                widest=float(size.diameter_mm),
                length=float(size.length_mm),
                base=float(size.base_mm),
                scale=scale,
            ),
        )
        for size, tone in zip(facts.sizes, _set_tones(body, len(facts.sizes)), strict=True)
    )


def graduated_set(spec: PictureSpec, facts: ProductFacts) -> str:
    """The set in one row, or the larger pieces behind and the smaller before, at one scale."""
    things = sized_set(spec, facts)
    overlap = 0.0 if len(things) < 4 else 26.0
    gap = 1.0 - overlap
    across = sum(thing.width_mm for thing in things) + gap * (len(things) - 1)
    scale = min(224 / across, 150 / max(thing.height_mm for thing in things))
    x = (240 - across * scale) / 2
    lifted = 18 if overlap else 4
    back: list[str] = []
    front: list[str] = []
    for place, thing in enumerate(things):
        row = front if overlap and place % 2 else back
        row.append(moved(x + thing.width_mm * scale / 2, GROUND_Y - (0 if row is front else lifted), thing.draw(scale)))
        x += (thing.width_mm + gap) * scale
    return "".join((shadow(120, 104), *back, *front))


def to_scale(
    things: Callable[[PictureSpec, ProductFacts], tuple[Sized, ...]],
) -> Scene:
    return lambda spec, facts: beside_a_battery(things(spec, facts))


def sized_plug(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = tones(spec)
    length = measure(facts.insertable_length_mm)
    return (
        Sized(
            width_mm=measure(facts.base_diameter_mm),
            height_mm=length + silhouettes.BASE_MM,
            known_by=_known_by(facts),
            draw=lambda scale: _one_plug(body, facts, scale),
            mark_width_at=silhouettes.BASE_MM + 0.417 * length,
        ),
    )


def _known_by(facts: ProductFacts) -> Decimal:
    return Decimal(str(measure(facts.max_diameter_mm)).removesuffix(".0"))


def _wand(body: Tone, facts: ProductFacts, scale: float) -> str:
    return silhouettes.wand(
        body,
        widest=measure(facts.max_diameter_mm),
        length=measure(facts.insertable_length_mm),
        base=measure(facts.base_diameter_mm),
        scale=scale,
    )


def harness_toy(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = tones(spec)
    lying = ring(196, 197, 30, 8, TONES["steel"].dark, 5) + ring(195, 196, 30, 8, TONES["steel"].light, 3)
    return shadow(118, 92) + lying + moved(102, GROUND_Y, _wand(body, facts, 1.36))


def sized_wand(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = tones(spec)
    return (
        Sized(
            width_mm=measure(facts.base_diameter_mm),
            height_mm=measure(facts.insertable_length_mm) + silhouettes.BASE_MM,
            known_by=_known_by(facts),
            draw=lambda scale: _wand(body, facts, scale),
            mark_width_at=silhouettes.BASE_MM + 12,
        ),
    )


def _probe_drawn(body: Tone, facts: ProductFacts, scale: float) -> str:
    return silhouettes.probe(
        body,
        widest=measure(facts.max_diameter_mm),
        length=measure(facts.insertable_length_mm),
        base=measure(facts.base_diameter_mm),
        scale=scale,
    )


def probe(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = tones(spec)
    return shadow(120, 52) + moved(120, GROUND_Y, _probe_drawn(body, facts, 1.24))


def sized_probe(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = tones(spec)
    base = measure(facts.base_diameter_mm)
    return (
        Sized(
            width_mm=base,
            height_mm=measure(facts.insertable_length_mm) + silhouettes.BASE_MM + base * 0.84,
            known_by=_known_by(facts),
            draw=lambda scale: _probe_drawn(body, facts, scale),
            mark_width_at=base * 0.84 + silhouettes.BASE_MM + 12,
        ),
    )


def massager(spec: PictureSpec, facts: ProductFacts) -> str:
    body, trim = tones(spec)
    hum = "".join(
        stroke(d, trim.main, 3, opacity=0.55)
        for d in ("M52 74q-9 18 0 36", "M40 66q-13 26 0 52", "M188 74q9 18 0 36", "M200 66q13 26 0 52")
    )
    return (
        shadow(120, 56)
        + hum
        + moved(
            120,
            GROUND_Y - 4,
            silhouettes.pebble(body, trim, TONES["sage"], widest=measure(facts.max_diameter_mm), scale=2.15),
        )
    )


def sized_massager(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, trim = tones(spec)
    widest = measure(facts.max_diameter_mm)
    return (
        Sized(
            width_mm=widest * 1.1,
            height_mm=widest * 1.78,
            known_by=_known_by(facts),
            draw=lambda scale: silhouettes.pebble(body, trim, TONES["sage"], widest=widest, scale=scale),
            mark_width_at=widest * 1.3,
        ),
    )


def sized_rings(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    steel = TONES["steel"]

    def drawn(inner: float, scale: float) -> str:
        r, thick = (inner / 2 + 3) * scale, 6 * scale
        foot = -(inner / 2 + 6) * scale
        return (
            ring(0, foot, r, r, steel.dark, thick)
            + ring(-0.6, foot - 0.8, r, r, steel.main, thick * 0.72)
            + ring(-1, foot - 1.2, r, r, steel.light, thick * 0.22)
        )

    return tuple(
        Sized(
            width_mm=float(inner) + 12,
            height_mm=float(inner) + 12,
            known_by=inner,
            draw=lambda scale, inner=inner: drawn(float(inner), scale),  # type: ignore[misc]
            mark_width_at=float(inner) / 2 + 6,
        )
        for inner in facts.ring_sizes_mm
    )


def sized_applicator(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    _, trim = tones(spec)
    return (
        Sized(
            width_mm=measure(facts.base_diameter_mm),
            height_mm=95,
            known_by=_known_by(facts),
            draw=lambda scale: packs.applicator(trim, scale),
            mark_width_at=80,
        ),
    )


def sized_bulb(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = tones(spec)
    return (
        Sized(
            width_mm=measure(facts.base_diameter_mm),
            height_mm=119,
            known_by=_known_by(facts),
            draw=lambda scale: wares.bulb(body, scale),
            mark_width_at=105,
        ),
    )
