"""Which drawing a picture asks for, and how its facts dress it."""

from collections.abc import Callable
from decimal import Decimal

from storefront.demo.data import PictureSpec
from storefront.safety.facts import ProductFacts

from . import packs, silhouettes, vessels, wares
from .palette import TONES, Tone
from .scale import Sized, beside_a_battery
from .svg import GROUND_Y, moved, oval, path, ring, shadow, stroke
from .vessels import Look

PAPER = TONES["paper"]


def draw(spec: PictureSpec, facts: ProductFacts) -> str:
    """The shapes of one picture, without its ground. Raises KeyError for a drawing or view not known."""
    return _SCENES[spec.drawing, spec.view](spec, facts)


def _mm(value: Decimal | None) -> float:
    """A measure that a drawing cannot do without. Raises ValueError when the facts do not state it."""
    if value is None:
        raise ValueError("a picture to scale needs every measure stated")
    return float(value)


def _tones(spec: PictureSpec) -> tuple[Tone, Tone]:
    """The body's tone and the trim's, written `body/trim`."""
    body, trim = spec.tone.split("/")
    return TONES[body], TONES[trim]


def _look(spec: PictureSpec) -> Look:
    body, trim = _tones(spec)
    return Look(body=body, trim=trim, sign=spec.mark)


def _fluid(vessel: Callable[[Look, float], str]) -> Callable[[PictureSpec, ProductFacts], str]:
    def scene(spec: PictureSpec, facts: ProductFacts) -> str:
        volume = _mm(facts.volume_ml)
        return shadow(120, 74 * (volume / 150) ** 0.25) + moved(120, GROUND_Y, vessel(_look(spec), volume))

    return scene


def _with_carton(vessel: Callable[[Look, float], str]) -> Callable[[PictureSpec, ProductFacts], str]:
    def scene(spec: PictureSpec, facts: ProductFacts) -> str:
        look, volume = _look(spec), _mm(facts.volume_ml)
        grown = (volume / 100) ** (1 / 3)
        return (
            shadow(124, 92)
            + moved(82, GROUND_Y - 8, vessels.carton(look, 84 * grown, 150 * grown))
            + moved(164, GROUND_Y, vessel(look, volume), scale=0.82)
        )

    return scene


def _pumps(spec: PictureSpec, facts: ProductFacts) -> str:
    look = _look(spec)
    large = moved(90, GROUND_Y, vessels.pump(look, _mm(facts.volume_ml)), scale=0.9)
    return shadow(124, 92) + large + moved(184, GROUND_Y, vessels.bottle(look, 75), scale=0.74)


def _tube_lying(spec: PictureSpec, facts: ProductFacts) -> str:
    look = _look(spec)
    curl = (
        oval(60, 196, 38, 9, look.body.main)
        + path("M26 194C26 176 92 174 94 192 94 203 26 204 26 194z", WHITE_GEL)
        + path("M36 182C40 166 82 166 84 180 84 190 36 191 36 182z", WHITE_GEL)
        + stroke("M36 186C44 193 74 193 84 184", look.body.main, 2.2)
        + path("M50 171C48 158 66 154 70 146 76 156 76 170 68 174 60 177 51 177 50 171z", WHITE_GEL)
        + stroke("M46 175C54 181 68 181 74 173", look.body.main, 2.2)
    )
    return shadow(130, 96) + moved(76, 150, vessels.tube(look, _mm(facts.volume_ml)), turn=68, scale=0.9) + curl


WHITE_GEL = "#fdfefd"


def _foamer_and_cloth(spec: PictureSpec, facts: ProductFacts) -> str:
    look = _look(spec)
    cloth = (
        path("M112 190C120 160 200 152 222 176L216 204H118z", TONES["mist"].light)
        + path("M170 204C176 184 200 170 222 176L216 204z", TONES["mist"].main)
        + stroke("M128 194C150 178 180 176 200 182", TONES["mist"].main, 2.4)
    )
    foam = "".join(oval(x, y, r, r, "#ffffff", opacity=0.95) for x, y, r in ((160, 160, 12), (178, 154, 15), (196, 162, 11), (186, 168, 10), (168, 168, 9)))
    return shadow(130, 92) + moved(84, GROUND_Y, vessels.foamer(look, _mm(facts.volume_ml)), scale=0.95) + cloth + foam


def _dish(spec: PictureSpec, facts: ProductFacts) -> str:
    look = _look(spec)
    dish = (
        path("M136 176C136 194 150 204 176 204 202 204 216 194 216 176z", PAPER.light)
        + path("M190 176H216C216 194 202 204 182 204 190 198 192 188 190 176z", PAPER.main)
        + oval(176, 176, 40, 10, PAPER.dark)
        + oval(176, 177, 34, 7.5, look.body.light)
        + stroke("M156 177C162 174 174 173 182 174", "#ffffff", 2.2, opacity=0.7)
    )
    return shadow(126, 92) + moved(84, GROUND_Y, vessels.bottle(look, _mm(facts.volume_ml)), scale=0.94) + dish


def _sachets(spec: PictureSpec, facts: ProductFacts) -> str:
    one = vessels.sachet(_look(spec))
    fan = ((74, 126, -16), (166, 126, 16), (120, 118, 0))
    return shadow(120, 82) + "".join(moved(x, y, one, turn=turn, scale=1.35) for x, y, turn in fan)


def _sachet_box(spec: PictureSpec, facts: ProductFacts) -> str:
    look = _look(spec)
    one = vessels.sachet(look)
    return (
        shadow(124, 96)
        + moved(100, GROUND_Y - 6, vessels.carton(look, 112, 128))
        + moved(176, 162, one, turn=12, scale=0.76)
        + moved(134, 166, one, turn=-10, scale=0.76)
    )


def _tin(spec: PictureSpec, facts: ProductFacts) -> str:
    return shadow(122, 90) + moved(118, GROUND_Y, vessels.tin(_look(spec)), scale=1.16)


def _closed_tin(spec: PictureSpec, facts: ProductFacts) -> str:
    look = _look(spec)
    scoop = path("M176 176C188 160 214 164 216 180 218 196 192 206 180 196 172 190 172 182 176 176z", look.body.light)
    return oval(118, 120, 78, 76, "#1f2a2c", opacity=0.06) + moved(104, 110, vessels.closed_tin(look), scale=1.12) + scoop + path(
        "M196 166C210 166 218 174 216 182 214 194 196 202 184 198 202 192 206 178 196 166z", look.body.main
    )


def _plug_scale(facts: ProductFacts) -> float:
    """Single plugs share one scale, so that a larger one looks larger in the shop's list."""
    return 1.72


def _is_clear(facts: ProductFacts) -> bool:
    return facts.material == "borosilicate-glass"


def _plug(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = _tones(spec)
    scale = _plug_scale(facts)
    base = _mm(facts.base_diameter_mm)
    return shadow(120, base * scale * 0.56) + moved(120, GROUND_Y, _one_plug(body, facts, scale))


def _one_plug(tone: Tone, facts: ProductFacts, scale: float) -> str:
    return silhouettes.plug(
        tone,
        widest=_mm(facts.max_diameter_mm),
        length=_mm(facts.insertable_length_mm),
        base=_mm(facts.base_diameter_mm),
        scale=scale,
        clear=_is_clear(facts),
    )


def _vibrating_plug(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = _tones(spec)
    button = oval(0, -5.5, 7, 4.4, PAPER.light) + oval(0, -5.5, 3, 1.9, TONES["clay"].main)
    hum = "".join(stroke(d, body.dark, 2.4, opacity=0.5) for d in ("M58 92q-6 12 0 24", "M48 86q-9 18 0 36", "M150 92q6 12 0 24", "M160 86q9 18 0 36"))
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


def _sized_set(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = _tones(spec)
    return tuple(
        Sized(
            width_mm=float(size.base_mm),
            height_mm=float(size.length_mm) + silhouettes.BASE_MM,
            known_by=size.diameter_mm,
            draw=lambda scale, size=size, tone=tone: silhouettes.plug(  # type: ignore[misc]
                tone, widest=float(size.diameter_mm), length=float(size.length_mm), base=float(size.base_mm), scale=scale
            ),
        )
        for size, tone in zip(facts.sizes, _set_tones(body, len(facts.sizes)), strict=True)
    )


def _set(spec: PictureSpec, facts: ProductFacts) -> str:
    """The set in one row, or the larger pieces behind and the smaller before, at one scale."""
    things = _sized_set(spec, facts)
    overlap = 0.0 if len(things) < 4 else 16.0
    across = sum(thing.width_mm for thing in things) + (4 - overlap) * (len(things) - 1)
    scale = min(212 / across, 150 / max(thing.height_mm for thing in things))
    x = (240 - across * scale) / 2
    shapes = [shadow(120, 104)]
    for place, thing in enumerate(things):
        lowered = 0 if overlap == 0 else (6 if place % 2 else 0)
        shapes.append((lowered, moved(x + thing.width_mm * scale / 2, GROUND_Y - 6 + lowered, thing.draw(scale)))[1])
        x += (thing.width_mm + 4 - overlap) * scale
    return "".join(shapes)


def _scale(things: Callable[[PictureSpec, ProductFacts], tuple[Sized, ...]]) -> Callable[[PictureSpec, ProductFacts], str]:
    return lambda spec, facts: beside_a_battery(things(spec, facts))


def _sized_plug(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = _tones(spec)
    length = _mm(facts.insertable_length_mm)
    return (
        Sized(
            width_mm=_mm(facts.base_diameter_mm),
            height_mm=length + silhouettes.BASE_MM,
            known_by=_known_by(facts),
            draw=lambda scale: _one_plug(body, facts, scale),
            mark_width_at=silhouettes.BASE_MM + 0.417 * length,
        ),
    )


def _known_by(facts: ProductFacts) -> Decimal:
    return Decimal(_mm(facts.max_diameter_mm)).quantize(Decimal(1)) if facts.max_diameter_mm is None else facts.max_diameter_mm


def _wand(body: Tone, facts: ProductFacts, scale: float) -> str:
    return silhouettes.wand(
        body,
        widest=_mm(facts.max_diameter_mm),
        length=_mm(facts.insertable_length_mm),
        base=_mm(facts.base_diameter_mm),
        scale=scale,
    )


def _harness_toy(spec: PictureSpec, facts: ProductFacts) -> str:
    body, trim = _tones(spec)
    lying = ring(196, 197, 30, 8, TONES["steel"].dark, 5) + ring(195, 196, 30, 8, TONES["steel"].light, 3)
    return shadow(118, 92) + lying + moved(102, GROUND_Y, _wand(body, facts, 1.36))


def _sized_wand(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = _tones(spec)
    return (
        Sized(
            width_mm=_mm(facts.base_diameter_mm),
            height_mm=_mm(facts.insertable_length_mm) + silhouettes.BASE_MM,
            known_by=_known_by(facts),
            draw=lambda scale: _wand(body, facts, scale),
            mark_width_at=silhouettes.BASE_MM + 12,
        ),
    )


def _probe_drawn(body: Tone, facts: ProductFacts, scale: float) -> str:
    return silhouettes.probe(
        body,
        widest=_mm(facts.max_diameter_mm),
        length=_mm(facts.insertable_length_mm),
        base=_mm(facts.base_diameter_mm),
        scale=scale,
    )


def _probe(spec: PictureSpec, facts: ProductFacts) -> str:
    body, _ = _tones(spec)
    return shadow(120, 52) + moved(120, GROUND_Y, _probe_drawn(body, facts, 1.24))


def _sized_probe(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = _tones(spec)
    base = _mm(facts.base_diameter_mm)
    return (
        Sized(
            width_mm=base,
            height_mm=_mm(facts.insertable_length_mm) + silhouettes.BASE_MM + base * 0.84,
            known_by=_known_by(facts),
            draw=lambda scale: _probe_drawn(body, facts, scale),
            mark_width_at=base * 0.84 + silhouettes.BASE_MM + 12,
        ),
    )


def _massager(spec: PictureSpec, facts: ProductFacts) -> str:
    body, trim = _tones(spec)
    hum = "".join(stroke(d, trim.main, 3, opacity=0.55) for d in ("M52 74q-9 18 0 36", "M40 66q-13 26 0 52", "M188 74q9 18 0 36", "M200 66q13 26 0 52"))
    return shadow(120, 56) + hum + moved(120, GROUND_Y - 4, silhouettes.pebble(body, trim, widest=_mm(facts.max_diameter_mm), scale=2.15))


def _sized_massager(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, trim = _tones(spec)
    widest = _mm(facts.max_diameter_mm)
    return (
        Sized(
            width_mm=widest * 1.1,
            height_mm=widest * 1.78,
            known_by=_known_by(facts),
            draw=lambda scale: silhouettes.pebble(body, trim, widest=widest, scale=scale),
            mark_width_at=widest * 1.3,
        ),
    )


def _sized_rings(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    steel = TONES["steel"]

    def drawn(inner: float, scale: float) -> str:
        r, thick = (inner / 2 + 3) * scale, 6 * scale
        foot = -(inner / 2 + 6) * scale
        return ring(0, foot, r, r, steel.dark, thick) + ring(-0.6, foot - 0.8, r, r, steel.main, thick * 0.72) + ring(-1, foot - 1.2, r, r, steel.light, thick * 0.22)

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


def _sized_applicator(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    _, trim = _tones(spec)
    return (
        Sized(
            width_mm=_mm(facts.base_diameter_mm),
            height_mm=95,
            known_by=_known_by(facts),
            draw=lambda scale: packs.applicator(trim, scale),
            mark_width_at=80,
        ),
    )


def _sized_bulb(spec: PictureSpec, facts: ProductFacts) -> tuple[Sized, ...]:
    body, _ = _tones(spec)
    return (
        Sized(
            width_mm=_mm(facts.base_diameter_mm),
            height_mm=119,
            known_by=_known_by(facts),
            draw=lambda scale: wares.bulb(body, scale),
            mark_width_at=105,
        ),
    )


def _plain(scene: Callable[[Look], str]) -> Callable[[PictureSpec, ProductFacts], str]:
    return lambda spec, facts: scene(_look(spec))


_SCENES: dict[tuple[str, str], Callable[[PictureSpec, ProductFacts], str]] = {
    ("bottle", "object"): _fluid(vessels.bottle),
    ("bottle", "pair"): _with_carton(vessels.bottle),
    ("bottle", "dish"): _dish,
    ("dropper", "object"): _fluid(vessels.dropper),
    ("dropper", "pair"): _with_carton(vessels.dropper),
    ("pump", "object"): _fluid(vessels.pump),
    ("pump", "pair"): _with_carton(vessels.pump),
    ("pump", "beside-small"): _pumps,
    ("tube", "object"): _fluid(vessels.tube),
    ("tube", "pair"): _tube_lying,
    ("sachets", "object"): _sachets,
    ("sachets", "pair"): _sachet_box,
    ("tin", "object"): _tin,
    ("tin", "pair"): _closed_tin,
    ("foamer", "object"): _fluid(vessels.foamer),
    ("foamer", "pair"): _foamer_and_cloth,
    ("plug", "object"): _plug,
    ("plug", "scale"): _scale(_sized_plug),
    ("vibrating-plug", "object"): _vibrating_plug,
    ("vibrating-plug", "scale"): _scale(_sized_plug),
    ("set", "object"): _set,
    ("set", "scale"): _scale(_sized_set),
    ("probe", "object"): _probe,
    ("probe", "scale"): _scale(_sized_probe),
    ("harness-toy", "object"): _harness_toy,
    ("harness-toy", "scale"): _scale(_sized_wand),
    ("massager", "object"): _massager,
    ("massager", "scale"): _scale(_sized_massager),
    ("harness", "object"): _plain(wares.harness),
    ("harness", "scale"): _scale(_sized_rings),
    ("wipes", "object"): _plain(wares.wipes),
    ("wipes", "pair"): _plain(wares.closed_wipes),
    ("basket", "object"): _plain(wares.basket),
    ("basket", "pair"): _plain(wares.basket_in_pan),
    ("pouches", "object"): _plain(wares.pouches),
    ("pouches", "pair"): _plain(wares.pouch_flat),
    ("gloves", "object"): _plain(packs.glove_box),
    ("gloves", "pair"): _plain(packs.glove_pair),
    ("cots", "object"): _plain(packs.cot_pot),
    ("cots", "pair"): _plain(packs.cot_row),
    ("condoms", "object"): _plain(packs.condom_carton),
    ("condoms", "pair"): _plain(packs.condom_wrapper),
    ("internal-condoms", "object"): _plain(packs.internal_carton),
    ("internal-condoms", "pair"): _plain(packs.internal_wrapper),
    ("dams", "object"): _plain(packs.dam_carton),
    ("dams", "pair"): _plain(packs.dam_sheet),
    ("applicators", "object"): _plain(packs.applicators),
    ("applicators", "scale"): _scale(_sized_applicator),
    ("bulb", "object"): _plain(wares.bulb_scene),
    ("bulb", "scale"): _scale(_sized_bulb),
}
