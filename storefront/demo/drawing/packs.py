"""Barriers and what they come in. Each function draws a whole scene, standing on the ground line."""

from .marks import mark
from .palette import TONES, WHITE, Tone
from .svg import GROUND_Y, box, moved, oval, path, ring, shadow, stroke
from .vessels import Look, carton

PAPER, MIST, SAGE = TONES["paper"], TONES["mist"], TONES["sage"]


def _glove(tone: Tone) -> str:
    """A glove laid flat, cuff at the bottom, its middle at (0, 0)."""
    fingers = "".join(
        stroke(f"M{x} {foot}L{tip_x} {tip}", tone.main, width)
        for x, foot, tip_x, tip, width in (
            (-19, -8, -25, -48, 14),
            (-6, -10, -8, -60, 14.5),
            (8, -10, 9, -57, 14.5),
            (21, -6, 25, -44, 13),
        )
    )
    thumb = stroke("M-22 24L-44 2", tone.main, 15)
    palm = path("M-28-12Q0-22 28-10C30 8 27 22 24 34L27 70H-27L-25 38C-30 22-31 6-28-12z", tone.main)
    shade = path("M14-14Q22-13 28-10C30 8 27 22 24 34L27 70H13L11 36C17 20 17 2 14-14z", tone.dark, opacity=0.4)
    cuff = box(-29, 62, 58, 11, tone.light, r=5)
    lights = "".join(
        stroke(d, tone.light, 3, opacity=0.9) for d in ("M-10-22L-11-56", "M6-22L6.5-53", "M-22-20L-26-42")
    )
    return fingers + thumb + palm + shade + cuff + lights


def glove_box(look: Look) -> str:
    """A box of gloves with one rising from the opening."""
    rising = path(
        "M98 110C92 78 96 54 104 54 111 54 112 70 113 82 114 60 116 42 123 42 130 42 131 60 131 82 "
        "132 64 135 50 141 51 148 52 147 68 145 86 149 76 155 70 159 73 164 78 156 98 148 112z",
        MIST.main,
    ) + path(
        "M131 82C132 64 135 50 141 51 148 52 147 68 145 86 149 76 155 70 159 73 164 78 156 98 148 112H132z",
        MIST.dark,
        opacity=0.45,
    )
    return (
        shadow(126, 86)
        + path("M182 98l22-12v104l-22 14z", PAPER.dark)
        + path("M182 98l22-12v32l-22 12z", look.trim.dark)
        + path("M50 98l22-12H204l-22 12z", look.trim.light)
        + oval(127, 92, 38, 5, look.trim.dark)
        + rising
        + path("M88 98H166C160 104 94 104 88 98z", look.trim.main)
        + box(50, 98, 132, 106, PAPER.light)
        + box(50, 98, 132, 32, look.trim.main)
        + moved(94, 166, mark(look.sign, PAPER.dark), scale=1.15)
        + oval(158, 168, 14, 14, look.trim.light)
        + moved(158, 168, mark("plus", PAPER.light), scale=0.6)
    )


def glove_pair(look: Look) -> str:
    """A pair of gloves laid flat."""
    left = _glove(MIST)
    right = moved(0, 0, f'<g transform="scale(-1 1)">{_glove(MIST)}</g>')
    return (
        oval(120, 130, 92, 84, WHITE, opacity=0.35)
        + moved(78, 116, left, turn=-10, scale=1.1)
        + moved(162, 116, right, turn=10, scale=1.1)
    )


def _cot(tone: Tone, scale: float = 1.0) -> str:
    """A rolled finger cover seen from a little above, about (0, 0)."""
    cap = path("M-18 0C-18-22-11-32 0-32 11-32 18-22 18 0z", tone.light)
    shade = path("M6-31C13-28 18-19 18 0H8C9-14 9-24 6-31z", tone.main)
    roll = oval(0, 1, 23, 8.5, tone.dark) + oval(0, -1.5, 23, 8, tone.main) + oval(0, -2.5, 17, 4.6, tone.light)
    return moved(
        0,
        0,
        cap
        + shade
        + roll
        + path("M-17-4C-17-23-10-31 0-31 10-31 17-23 17-4-5-1-12-2-17-4z", tone.light)
        + path("M6-30.4C13-27 17-19 17-4L8-2.6C9-14 9-24 6-30.4z", tone.main),
        scale=scale,
    )


def cot_pot(look: Look) -> str:
    """A round pot of finger covers, open, with some around it."""
    trim = look.trim
    heap = "".join(moved(x, y, _cot(MIST, 0.9)) for x, y in ((98, 100), (142, 100), (120, 94), (106, 108), (134, 108)))
    return (
        shadow(120, 92)
        + oval(120, 100, 60, 17, trim.dark)
        + heap
        + path("M60 100C60 121 180 121 180 100V186C180 208 60 208 60 186z", PAPER.light)
        + path("M158 113C172 110 180 105 180 100V186C180 194 172 199 158 201z", PAPER.main)
        + path("M60 128C60 149 180 149 180 128V166C180 187 60 187 60 166z", trim.light)
        + path("M158 141C172 138 180 133 180 128V166C180 172 172 177 158 180z", trim.main)
        + moved(114, 164, mark(look.sign, PAPER.light), scale=1.0)
        + moved(36, 202, _cot(MIST, 0.95))
        + moved(206, 202, _cot(MIST, 0.95))
    )


def cot_row(look: Look) -> str:
    """Three rolled finger covers in a row, seen from above."""
    return "".join(moved(x, y, _rolled(MIST), scale=1.05) for x, y in ((50, 132), (120, 108), (190, 132)))


def _rolled(tone: Tone) -> str:
    """A finger cover still rolled up, seen from above."""
    return (
        oval(3, 4, 31, 31, "#1f2a2c", opacity=0.08)
        + oval(0, 0, 31, 31, tone.dark)
        + oval(-1.5, -1.5, 29.5, 29.5, tone.main)
        + ring(-1, -1, 22, 22, tone.dark, 1.4)
        + oval(0, 0, 17, 17, tone.light)
        + stroke("M-10-5A11 11 0 0 1 2-11", WHITE, 3.2, opacity=0.9)
        + stroke("M-24-10A26 26 0 0 1-8-25", tone.light, 3)
    )


def _wrapper(tone: Tone, *, width: float = 64, height: float = 64, rings: tuple[float, ...] = (20,)) -> str:
    """A foil wrapper about (0, 0), its edges crimped, with the outline of a rolled ring or two pressed through."""
    w, h = width / 2, height / 2
    teeth = "".join(f"L{x + 2} {-h - 1.8}L{x + 4} {-h}" for x in _steps(-w, w))
    foot = "".join(f"L{x - 2} {h + 1.8}L{x - 4} {h}" for x in reversed([x + 4 for x in _steps(-w, w)]))
    middles = [(i - (len(rings) - 1) / 2) * height * 0.42 for i in range(len(rings))]
    pressed = "".join(
        ring(0, y + 1.4, r, r, tone.dark, 3.2)
        + ring(0, y, r, r, tone.light, 3.2)
        + ring(0, y, r - 5.5, r - 5.5, tone.dark, 0.9)
        for y, r in zip(middles, rings, strict=True)
    )
    crimp = "".join(
        stroke(f"M{x + 2} {-h + 2.5}v4M{x + 2} {h - 6.5}v4", tone.dark, 1, opacity=0.6) for x in _steps(-w, w)
    )
    return (
        path(f"M{-w} {-h}{teeth}L{w} {h}{foot}z", tone.main)
        + path(f"M{-w} {-h + 2}L{w * 0.5} {-h + 2}L{-w * 0.3} {h - 2}H{-w}z", tone.light, opacity=0.4)
        + crimp
        + pressed
    )


def _steps(start: float, stop: float) -> list[float]:
    return [start + 4 * i for i in range(int((stop - start) / 4))]


def condom_carton(look: Look) -> str:
    """A carton with two square wrappers leaning against it."""
    foil = look.body
    return (
        shadow(124, 92)
        + moved(108, GROUND_Y, carton(look, 96, 134))
        + moved(160, 169, _wrapper(foil), turn=10)
        + moved(86, 172, _wrapper(foil, width=60, height=60), turn=-7)
    )


def condom_wrapper(look: Look) -> str:
    """One square wrapper, large, notched where it tears, with another half behind it."""
    foil = look.body
    return (
        moved(134, 112, _wrapper(foil), turn=24, scale=1.75)
        + oval(116, 206, 70, 6, "#1f2a2c", opacity=0.08)
        + moved(108, 134, _wrapper(foil), turn=-5, scale=1.85)
    )


def internal_carton(look: Look) -> str:
    """A low carton with three long wrappers in front of it."""
    foil = look.body
    return (
        shadow(124, 94)
        + moved(112, GROUND_Y, carton(look, 120, 142))
        + "".join(
            moved(x, 164, _wrapper(foil, width=44, height=84, rings=(10, 14)), turn=turn)
            for x, turn in ((64, -9), (118, 2), (172, 11))
        )
    )


def internal_wrapper(look: Look) -> str:
    """One long wrapper with the outlines of its small and its large ring."""
    return oval(120, 214, 52, 6, "#1f2a2c", opacity=0.09) + moved(
        120, 122, _wrapper(look.body, width=56, height=100, rings=(13, 18)), turn=6, scale=1.6
    )


def dam_carton(look: Look) -> str:
    """A flat carton with a translucent sheet unfolding in front of it."""
    return (
        shadow(124, 94)
        + moved(104, GROUND_Y, carton(look, 112, 142))
        + path("M92 150L196 128 214 196 106 206z", MIST.light, opacity=0.88)
        + path("M92 150L144 139 158 201 106 206z", MIST.main, opacity=0.6)
        + stroke("M144 139L158 201M99 178L205 162", WHITE, 2, opacity=0.9)
        + path("M196 128L214 196 200 197.5 184 130.6z", MIST.dark, opacity=0.35)
        + oval(200, 188, 4, 3.4, look.trim.main)
    )


def dam_sheet(look: Look) -> str:
    """One sheet laid flat, with its fold lines and a mark in one corner of one side."""
    return moved(
        120,
        120,
        box(-54, -88, 108, 180, "#1f2a2c", r=5, opacity=0.06)
        + box(-56, -92, 112, 184, MIST.light, r=5, opacity=0.92)
        + path("M-56-92H0V92H-56z", MIST.main, opacity=0.35)
        + stroke("M0-92V92M-56-30H56M-56 31H56", WHITE, 2, opacity=0.95)
        + path("M56 92H20C40 86 52 74 56 50z", MIST.dark, opacity=0.6)
        + oval(-42, -78, 6, 6, look.trim.main),
        turn=9,
    )


def applicators(look: Look) -> str:
    """Three slim applicators side by side: rounded tip, stop flange, barrel and plunger."""
    return shadow(120, 84) + "".join(moved(x, GROUND_Y, applicator(look.trim, 1.75)) for x in (66, 120, 174))


def applicator(tone: Tone, scale: float) -> str:
    """One applicator standing on its plunger: tip 9 mm wide and 40 mm long, flange 32 mm, at units to a mm."""
    tip, flange = 4.5, 16.0
    body = (
        box(-8, -6, 16, 6, tone.main, r=2)
        + box(-2.4, -20, 4.8, 16, tone.dark)
        + box(-6.5, -52, 13, 34, SAGE.light, r=2)
        + box(1.5, -52, 5, 34, SAGE.main, r=2)
        + box(-6.5, -40, 13, 14, tone.light, opacity=0.8)
        + path(f"M{-tip} -55V{-55 - 40 + tip}A{tip} {tip} 0 0 1 {tip} {-95 + tip}V-55z", PAPER.light)
        + path(f"M1 -55V-94.6A{tip} {tip} 0 0 1 {tip} {-95 + tip}V-55z", PAPER.main)
        + box(-flange, -55, 2 * flange, 4, tone.main, r=2)
    )
    return moved(0, 0, body, scale=scale)
