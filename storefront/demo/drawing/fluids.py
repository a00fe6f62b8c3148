"""Scenes with fluids: what they come in, alone or in company."""

from collections.abc import Callable

from storefront.demo.data import PictureSpec
from storefront.safety.facts import ProductFacts

from . import vessels
from .dressing import Scene, look_of, measure
from .palette import TONES
from .svg import GROUND_Y, moved, oval, path, shadow, stroke
from .vessels import Look

PAPER = TONES["paper"]
_GEL = "#fdfefd"


def alone(vessel: Callable[[Look, float], str]) -> Scene:
    def scene(spec: PictureSpec, facts: ProductFacts) -> str:
        volume = measure(facts.volume_ml)
        return shadow(120, 74 * (volume / 150) ** 0.25) + moved(120, GROUND_Y, vessel(look_of(spec), volume))

    return scene


def with_carton(vessel: Callable[[Look, float], str]) -> Scene:
    def scene(spec: PictureSpec, facts: ProductFacts) -> str:
        look, volume = look_of(spec), measure(facts.volume_ml)
        grown = (volume / 100) ** (1 / 3)
        return (
            shadow(124, 92)
            + moved(82, GROUND_Y - 8, vessels.carton(look, 84 * grown, 150 * grown))
            + moved(164, GROUND_Y, vessel(look, volume), scale=0.82)
        )

    return scene


def pump(spec: PictureSpec, facts: ProductFacts) -> str:
    volume = measure(facts.volume_ml)
    drawn = vessels.pump(look_of(spec), volume)
    return shadow(118, 74 * (volume / 150) ** 0.25) + moved(114, GROUND_Y, drawn, scale=0.9 if volume > 150 else 1)


def pumps(spec: PictureSpec, facts: ProductFacts) -> str:
    look = look_of(spec)
    large = moved(90, GROUND_Y, vessels.pump(look, measure(facts.volume_ml)), scale=0.84)
    return shadow(124, 92) + large + moved(184, GROUND_Y, vessels.bottle(look, 75), scale=0.74)


def tube_lying(spec: PictureSpec, facts: ProductFacts) -> str:
    look = look_of(spec)
    curl = (
        oval(60, 196, 38, 9, look.body.main)
        + path("M26 194C26 176 92 174 94 192 94 203 26 204 26 194z", _GEL)
        + path("M36 182C40 166 82 166 84 180 84 190 36 191 36 182z", _GEL)
        + stroke("M36 186C44 193 74 193 84 184", look.body.main, 2.2)
        + path("M50 171C48 158 66 154 70 146 76 156 76 170 68 174 60 177 51 177 50 171z", _GEL)
        + stroke("M46 175C54 181 68 181 74 173", look.body.main, 2.2)
    )
    return shadow(130, 96) + moved(76, 150, vessels.tube(look, measure(facts.volume_ml)), turn=68, scale=0.9) + curl


def foamer_and_cloth(spec: PictureSpec, facts: ProductFacts) -> str:
    look = look_of(spec)
    cloth = (
        path("M112 190C120 160 200 152 222 176L216 204H118z", TONES["mist"].light)
        + path("M170 204C176 184 200 170 222 176L216 204z", TONES["mist"].main)
        + stroke("M128 194C150 178 180 176 200 182", TONES["mist"].main, 2.4)
    )
    foam = "".join(
        oval(x, y, r, r, "#ffffff", opacity=0.95)
        for x, y, r in ((160, 160, 12), (178, 154, 15), (196, 162, 11), (186, 168, 10), (168, 168, 9))
    )
    return (
        shadow(130, 92) + moved(84, GROUND_Y, vessels.foamer(look, measure(facts.volume_ml)), scale=0.95) + cloth + foam
    )


def bottle_and_dish(spec: PictureSpec, facts: ProductFacts) -> str:
    look = look_of(spec)
    dish = (
        path("M136 176C136 194 150 204 176 204 202 204 216 194 216 176z", PAPER.light)
        + path("M190 176H216C216 194 202 204 182 204 190 198 192 188 190 176z", PAPER.main)
        + oval(176, 176, 40, 10, PAPER.dark)
        + oval(176, 177, 34, 7.5, look.body.light)
        + stroke("M156 177C162 174 174 173 182 174", "#ffffff", 2.2, opacity=0.7)
    )
    return shadow(126, 92) + moved(84, GROUND_Y, vessels.bottle(look, measure(facts.volume_ml)), scale=0.94) + dish


def sachets(spec: PictureSpec, facts: ProductFacts) -> str:
    one = vessels.sachet(look_of(spec))
    fan = ((74, 126, -16), (166, 126, 16), (120, 118, 0))
    return shadow(120, 82) + "".join(moved(x, y, one, turn=turn, scale=1.35) for x, y, turn in fan)


def sachet_box(spec: PictureSpec, facts: ProductFacts) -> str:
    look = look_of(spec)
    one = vessels.sachet(look)
    return (
        shadow(124, 96)
        + moved(100, GROUND_Y - 6, vessels.carton(look, 112, 128))
        + moved(176, 162, one, turn=12, scale=0.76)
        + moved(134, 166, one, turn=-10, scale=0.76)
    )


def tin(spec: PictureSpec, facts: ProductFacts) -> str:
    return shadow(122, 90) + moved(118, GROUND_Y, vessels.tin(look_of(spec)), scale=1.16)


def closed_tin(spec: PictureSpec, facts: ProductFacts) -> str:
    look = look_of(spec)
    scoop = path("M176 176C188 160 214 164 216 180 218 196 192 206 180 196 172 190 172 182 176 176z", look.body.light)
    return (
        oval(118, 120, 78, 76, "#1f2a2c", opacity=0.06)
        + moved(104, 110, vessels.closed_tin(look), scale=1.12)
        + scoop
        + path("M196 166C210 166 218 174 216 182 214 194 196 202 184 198 202 192 206 178 196 166z", look.body.main)
    )
