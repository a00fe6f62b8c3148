"""Care, the rinse bulb, the harness and what a motor needs. Each function draws a whole scene."""

from .marks import mark
from .palette import TONES, WHITE, Tone
from .svg import GROUND_Y, box, moved, oval, path, ring, shadow, stroke
from .vessels import Look

PAPER, STEEL, SAGE, SAND = TONES["paper"], TONES["steel"], TONES["sage"], TONES["sand"]


def wipes(look: Look) -> str:
    """A soft pack of wipes, flap open, one wipe rising."""
    trim = look.trim
    return (
        shadow(120, 92)
        + path("M98 122C92 98 102 74 116 66 126 60 140 70 150 78 146 92 152 108 146 124z", WHITE)
        + path("M124 64C134 66 142 72 150 78 146 92 152 108 146 124H130C138 104 134 82 124 64z", PAPER.main)
        + path("M34 132C60 122 180 122 206 132L214 190C190 208 50 208 26 190z", PAPER.light)
        + path("M180 125C190 126 200 129 206 132L214 190C206 196 194 200 180 202 190 180 190 150 180 125z", PAPER.main)
        + path("M84 120H160Q166 120 166 126V130Q166 136 160 136H84Q78 136 78 130V126Q78 120 84 120z", trim.dark)
        + path("M80 120L88 92H98L92 120z", trim.light)
        + path("M164 120L156 92H146L152 120z", trim.light)
        + box(60, 150, 96, 34, trim.light, r=8)
        + moved(108, 167, mark(look.sign, PAPER.light), scale=0.8)
        + "".join(stroke(f"M{x} {y}l4 4", PAPER.dark, 1.6) for x, y in ((30, 184), (204, 184)))
    )


def closed_wipes(look: Look) -> str:
    """The same pack closed and seen from above, with a folded wipe in front."""
    trim = look.trim
    return (
        path("M34 74L220 72 216 166Q126 178 38 168z", "#1f2a2c", opacity=0.08)
        + path("M26 66Q120 56 214 66L210 160Q120 170 30 160z", PAPER.light)
        + path("M178 62Q198 63 214 66L210 160Q196 162 176 164z", PAPER.main)
        + "".join(stroke(f"M{x} 68V158", PAPER.dark, 1.4) for x in (33, 38, 202, 207))
        + box(70, 84, 92, 56, trim.main, r=12)
        + box(76, 90, 80, 44, trim.light, r=8)
        + moved(116, 112, mark(look.sign, PAPER.light), scale=0.9)
        + path("M96 180L176 172 190 206 108 214z", WHITE)
        + path("M142 175.6L176 172 190 206 156 209.6z", PAPER.main)
    )


def basket(look: Look) -> str:
    """A round steel mesh basket with a tall handle."""
    return shadow(120, 78) + moved(120, GROUND_Y, _basket())


def _basket() -> str:
    front = "M-66-88C-66-66 66-66 66-88L54-14C52 4-52 4-54-14z"
    mesh = "".join(
        stroke(f"M{top} {-74 + abs(top) * -0.12}L{top * 0.82} {-2 - abs(top) * 0.06}", STEEL.dark, 1.7)
        for top in range(-56, 57, 14)
    ) + "".join(
        stroke(f"M{-half} {y}C{-half} {y + 19} {half} {y + 19} {half} {y}", STEEL.dark, 1.7)
        for half, y in ((63.5, -72), (61, -55), (58.5, -38), (56, -22))
    )
    return (
        stroke("M-62-92C-56-190 56-190 62-92", STEEL.dark, 7)
        + stroke("M-62-93C-56-190 20-200 46-140", STEEL.main, 4)
        + oval(0, -88, 66, 17, STEEL.dark)
        + oval(0, -86, 60, 13, "#5f6c71")
        + path(front, STEEL.light, opacity=0.72)
        + path("M40-76C56-79 66-83 66-88L54-14C52-7 44-4 34-2z", STEEL.main, opacity=0.8)
        + mesh
        + stroke("M-66-88C-66-66 66-66 66-88", STEEL.main, 6)
        + stroke("M-64-85C-58-72-30-70-10-70", WHITE, 2.4, opacity=0.9)
    )


def basket_in_pan(look: Look) -> str:
    """The basket standing in a pan of water, its handle in reach."""
    trim = look.trim
    return (
        shadow(112, 92)
        + box(176, 118, 60, 13, trim.dark, r=6)
        + moved(112, 186, _basket(), scale=0.78)
        + path("M30 108C30 128 194 128 194 108V182C194 196 184 204 168 204H56C40 204 30 196 30 182z", trim.light)
        + path("M166 121.6C184 119 194 114 194 108V182C194 196 184 204 168 204H150C164 198 166 190 166 178z", trim.main)
        + path("M30 108C30 128 194 128 194 108 194 116 194 118 194 120 194 138 30 138 30 120z", STEEL.main)
        + "".join(
            stroke(d, WHITE, 3, opacity=0.8)
            for d in ("M74 66q-6-8 0-16t0-16", "M112 46q-6-8 0-16t0-16", "M150 66q-6-8 0-16t0-16")
        )
        + stroke("M42 138V178", WHITE, 4, opacity=0.45)
    )


def pouches(look: Look) -> str:
    """Three drawstring pouches in three tones."""
    return shadow(120, 98) + "".join(
        moved(x, y, _pouch(tone), scale=scale)
        for x, y, tone, scale in (
            (68, GROUND_Y - 4, SAGE, 0.92),
            (176, GROUND_Y - 4, TONES["blush"], 0.92),
            (121, GROUND_Y, PAPER, 1.12),
        )
    )


def _pouch(tone: Tone) -> str:
    frill = "M-34-106C-30-126-20-122-14-128-6-122 4-130 12-124 20-128 30-120 34-106L22-92H-22z"
    return (
        path("M-22-92H22C38-84 46-60 46-28 46-6 38 0 24 0H-24C-38 0-46-6-46-28-46-60-38-84-22-92z", tone.light)
        + path("M12-92H22C38-84 46-60 46-28 46-6 38 0 24 0H12C26-4 32-12 32-30 32-60 26-82 12-92z", tone.main)
        + path(frill, tone.light)
        + path("M12-124C20-128 30-120 34-106L22-92H10C16-102 16-114 12-124z", tone.main)
        + stroke("M-22-93C-8-88 8-88 22-93", tone.dark, 4)
        + stroke("M16-91C26-82 20-70 26-60M18-91C32-86 32-74 38-66", tone.dark, 2.6)
        + stroke("M-12-84C-16-70-18-60-18-48M0-84V-66", tone.dark, 1.6, opacity=0.5)
    )


def pouch_flat(look: Look) -> str:
    """One pouch lying flat, its cord loose."""
    return (
        shadow(118, 84, 212)
        + moved(112, 212, _pouch(look.body), scale=1.55, turn=0)
        + stroke("M150 72C186 66 206 88 196 112 188 130 206 140 214 128", look.body.dark, 4)
    )


def bulb(tone: Tone, scale: float) -> str:
    """A soft bulb 70 mm across with a tip 10 mm wide and 45 mm long, at units to a mm, standing on its foot."""
    body = (
        path("M-5-80V-114A5 5 0 0 1 5-114V-80z", PAPER.light)
        + path("M1-80V-118.6A5 5 0 0 1 5-114V-80z", PAPER.dark, opacity=0.7)
        + box(-15, -76, 30, 7, PAPER.main, r=3)
        + path("M-12-70C-14-62-35-56-35-32-35-14-22 0 0 0 22 0 35-14 35-32 35-56 14-62 12-70z", tone.light)
        + path("M6-70H12C14-62 35-56 35-32 35-14 22 0 0 0 16-5 24-16 24-32 24-52 8-60 6-70z", tone.main)
        + stroke("M-25-36C-24-48-17-54-12-58", WHITE, 3.2, opacity=0.75)
        + stroke("M-26-18C-16-8 12-8 23-18", tone.dark, 1.3, opacity=0.5)
    )
    return moved(0, 0, body, scale=scale)


def bulb_scene(look: Look) -> str:
    """The bulb on its own."""
    return shadow(120, 60) + moved(120, GROUND_Y, bulb(look.body, 1.5))


def harness(look: Look) -> str:
    """A fabric harness laid flat: a waist strap, a centre panel with its ring, and two leg straps with buckles."""
    trim, body = look.trim, look.body
    straps = "".join(
        stroke(d, body.main, 13)
        for d in (
            "M96 96C70 88 44 92 26 70",
            "M144 96C170 88 196 92 214 70",
            "M102 146C92 186 64 204 44 206",
            "M138 146C148 186 176 204 196 206",
        )
    ) + "".join(
        stroke(d, body.light, 2, opacity=0.9)
        for d in (
            "M96 94C70 86 44 89 28 70",
            "M144 94C170 86 196 89 212 70",
            "M101 148C91 184 64 201 46 203",
            "M139 148C149 184 176 201 194 203",
        )
    )
    buckle = (
        box(-9, -11, 18, 22, STEEL.main, r=4)
        + box(-4, -6, 8, 12, body.dark, r=2)
        + stroke("M-7-8H4", WHITE, 1.8, opacity=0.8)
    )
    buckles = "".join(
        moved(x, y, buckle, turn=turn) for x, y, turn in ((56, 88, 12), (184, 88, -12), (84, 186, -52), (156, 186, 52))
    )
    panel = path("M76 82Q120 70 164 82C162 112 150 142 138 160Q120 168 102 160C90 142 78 112 76 82z", body.light)
    shade = path("M146 78Q156 79 164 82C162 112 150 142 138 160Q133 162.6 128 164C142 140 148 108 146 78z", body.main)
    rings = ring(120, 117, 22, 22, STEEL.dark, 7) + ring(119, 116, 22, 22, STEEL.light, 4)
    tabs = "".join(moved(120, 117, box(-6, -33, 12, 14, trim.main, r=3), turn=turn) for turn in (0, 90, 180, 270))
    stitches = stroke(
        "M82 88Q120 77 158 88C155 112 145 138 134 154Q120 160 106 154C95 138 85 112 82 88z",
        body.dark,
        1.5,
        opacity=0.7,
        dashes="4 3.4",
    )
    return straps + panel + shade + stitches + rings + tabs + buckles


def charging_lead(x: float, y: float) -> str:
    """A coiled lead with its plug, lying on the ground about (x, y)."""
    colour = "#55605f"
    coil = "".join(ring(0, dy, 21, 7, colour, 2.6) for dy in (0, -4.5, -9))
    return moved(
        x,
        y,
        coil
        + stroke("M20-2C34 6 40-14 30-24", colour, 2.6)
        + box(24, -40, 12, 17, PAPER.main, r=2)
        + box(26.5, -47, 7, 8, STEEL.main),
    )
