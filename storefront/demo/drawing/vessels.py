"""What fluids come in: bottles, pumps, tubes, a tin, sachets, a foamer. A thing grows with what it holds.

Each function draws its thing standing with the middle of its foot at (0, 0).
"""

from dataclasses import dataclass

from .marks import mark
from .palette import TONES, WHITE, Tone
from .svg import box, moved, oval, path, stroke

PAPER = TONES["paper"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a thing is dressed: its body, its cap and label, and the sign on the label."""

    body: Tone
    trim: Tone
    sign: str | None


def bottle(look: Look, volume_ml: float) -> str:
    """A bottle with a cap and a label band; 50 ml is small, 150 ml is tall."""
    grown = (volume_ml / 100) ** (1 / 3)
    h, w, cap = 142 * grown, 76 * grown, 30
    half, neck = w / 2, w * 0.34
    shoulder = h - 44 * grown
    body = (
        f"M{-neck} {-h}H{neck}Q{half} {-h + 8} {half} {-shoulder}V-16Q{half} 0 {half - 14} 0"
        f"H{14 - half}Q{-half} 0 {-half} -16V{-shoulder}Q{-half} {-h + 8} {-neck} {-h}z"
    )
    shade = (
        f"M{neck - 8} {-h}H{neck}Q{half} {-h + 8} {half} {-shoulder}V-16Q{half} 0 {half - 14} 0h-11"
        f"Q{half - 11} -2 {half - 11} -18V{-shoulder}Q{half - 11} {-h + 12} {neck - 8} {-h}z"
    )
    top, tall = h * 0.70, h * 0.46
    trim = look.trim
    return (
        box(-17 * grown, -h - cap + 2, 34 * grown, cap, trim.main, r=5)
        + box(8 * grown, -h - cap + 2, 9 * grown, cap, trim.dark, r=4)
        + path(body, look.body.light)
        + path(shade, look.body.main)
        + box(-half, -top, w, tall, trim.light)
        + box(half - 11, -top, 11, tall, trim.main)
        + moved(-2, -top + tall / 2, mark(look.sign, PAPER.light), scale=0.95 * grown)
        + stroke(f"M{9 - half} {-shoulder - 5}V{-top - 5}", WHITE, 3.4, opacity=0.7)
        + stroke(f"M{9 - half} {-top + tall + 8}V-20", WHITE, 3.4, opacity=0.5)
    )


def dropper(look: Look, volume_ml: float) -> str:
    """A small clear bottle with a pointed cap, for runny fluids."""
    grown = (volume_ml / 50) ** (1 / 3)
    h, half = 104 * grown, 33 * grown
    trim = look.trim
    return (
        path(f"M-6 {-h - 52}Q0 {-h - 58} 6 {-h - 52}L13 {-h - 8}H-13z", trim.main)
        + path(f"M1 {-h - 55}Q5 {-h - 54} 6 {-h - 52}L13 {-h - 8}H5z", trim.dark)
        + box(-16, -h - 11, 32, 15, trim.main, r=3)
        + box(-half, -h, 2 * half, h, look.body.light, r=15)
        + path(f"M{half - 12} {-h}q12 2 12 15V-15q0 13-15 15h-8q11-3 11-17V{-h + 17}q0-14-8-17z", look.body.main)
        + path(
            f"M{6 - half} {-h * 0.62}H{half - 6}V-17q0 11-11 11H{17 - half}q-11 0-11-11z", look.body.dark, opacity=0.55
        )
        + box(-half, -h * 0.72, 2 * half, h * 0.34, PAPER.light)
        + moved(0, -h * 0.55, mark(look.sign, trim.main), scale=0.72)
        + stroke(f"M{8 - half} {-h + 18}V-24", WHITE, 3.4, opacity=0.8)
    )


def pump(look: Look, volume_ml: float) -> str:
    """A bottle with a pump head whose spout points right; 250 ml is a large one."""
    grown = (volume_ml / 100) ** (1 / 3)
    h, half = 116 * grown, 40 * grown
    trim = look.trim
    label = trim if look.body is PAPER else PAPER
    top, tall = h * 0.74, h * 0.46
    return (
        path(f"M-9 {-h - 42}H44q4 0 4 4v8H38v-2H3v22H-9z", trim.main)
        + path(f"M-3 {-h - 22}H3V{-h - 12}H-3z", trim.dark)
        + box(-17, -h - 15, 34, 17, trim.main, r=4)
        + box(7, -h - 15, 10, 17, trim.dark, r=4)
        + box(-half, -h, 2 * half, h, look.body.light, r=17)
        + path(f"M{half - 18} {-h}h2q16 0 16 17V-17q0 17-16 17h-8q13-2 13-18V{-h + 18}q0-15-7-18z", look.body.main)
        + box(-half, -top, 2 * half, tall, label.light)
        + box(half - 11, -top, 11, tall, label.main)
        + moved(-3, -top + tall / 2, mark(look.sign, trim.main if label is PAPER else PAPER.light), scale=0.9 * grown)
        + stroke(f"M{9 - half} {-h + 17}V{-top - 5}", WHITE, 3.4, opacity=0.6)
    )


def tube(look: Look, volume_ml: float) -> str:
    """A soft tube that stands on its cap, crimped at the top."""
    grown = (volume_ml / 100) ** (1 / 3)
    h, half, foot = 148 * grown, 40 * grown, 27 * grown
    trim = look.trim
    return (
        box(-foot - 2, -27, 2 * foot + 4, 27, trim.main, r=6)
        + box(foot - 9, -27, 11, 27, trim.dark, r=5)
        + path(
            f"M{-half} {-h}H{half}C{half} {-h * 0.6} {foot + 6} -50 {foot} -25H{-foot}"
            f"C{-foot - 6} -50 {-half} {-h * 0.6} {-half} {-h}z",
            look.body.light,
        )
        + path(
            f"M{half - 16} {-h}H{half}C{half} {-h * 0.6} {foot + 6} -50 {foot} -25H{foot - 10}"
            f"C{foot} -52 {half - 11} {-h * 0.6} {half - 16} {-h}z",
            look.body.main,
        )
        + path(
            f"M{-half + 0.8} {-h * 0.76}"
            f"C{-half + 1} {-h * 0.6} {-foot - 8} {-h * 0.5} {-foot - 6.4} {-h * 0.37}H{foot + 6.4}"
            f"C{foot + 8} {-h * 0.5} {half - 1} {-h * 0.6} {half - 0.8} {-h * 0.76}z",
            trim.light,
        )
        + moved(0, -h * 0.57, mark(look.sign, PAPER.light), scale=0.9 * grown)
        + box(-half - 2, -h - 13, 2 * half + 4, 16, look.body.main, r=3)
        + "".join(stroke(f"M{x} {-h - 9}v8", look.body.dark, 1.6) for x in range(-int(half) + 4, int(half), 8))
        + stroke(f"M{9 - half} {-h + 12}L{11 - half} {-h * 0.8}", WHITE, 3.4, opacity=0.7)
    )


def foamer(look: Look, volume_ml: float) -> str:
    """A wide bottle with a foaming head and a clear overcap."""
    grown = (volume_ml / 150) ** (1 / 3)
    h, half = 112 * grown, 42 * grown
    trim = look.trim
    return (
        box(-24, -h - 48, 48, 50, TONES["glass"].main, r=10, opacity=0.75)
        + path(f"M-10 {-h - 34}h24q6 0 6 6v5h-12v11H-10z", trim.main)
        + box(-26, -h - 14, 52, 17, trim.main, r=5)
        + box(14, -h - 14, 12, 17, trim.dark, r=5)
        + path(
            f"M-28 {-h}H28Q{half} {-h + 6} {half} {-h + 30}V-18Q{half} 0 {half - 18} 0H{18 - half}"
            f"Q{-half} 0 {-half} -18V{-h + 30}Q{-half} {-h + 6} -28 {-h}z",
            look.body.light,
        )
        + path(
            f"M18 {-h}H28Q{half} {-h + 6} {half} {-h + 30}V-18Q{half} 0 {half - 18} 0h-9"
            f"Q{half - 13} -2 {half - 13} -18V{-h + 30}Q{half - 13} {-h + 8} 18 {-h}z",
            look.body.main,
        )
        + oval(-2, -h * 0.44, half * 0.62, half * 0.62, trim.light)
        + moved(-2, -h * 0.44 + 2, mark(look.sign, PAPER.light), scale=0.95)
        + stroke(f"M{10 - half} {-h + 30}V-30", WHITE, 3.4, opacity=0.7)
        + stroke(f"M-16 {-h - 38}V{-h - 22}", WHITE, 3, opacity=0.8)
    )


def tin(look: Look) -> str:
    """A flat round tin, open, with its lid leaning behind it."""
    steel, trim = TONES["steel"], look.trim
    lid = (
        oval(0, 0, 49, 51, steel.dark)
        + oval(-4, -1, 48, 50, steel.main)
        + oval(-4, -1, 42, 44, trim.light)
        + moved(-4, -1, mark(look.sign, PAPER.light), scale=1.15)
    )
    return (
        moved(34, -62, lid, turn=8)
        + path("M-78-38V-14C-78 4 38 4 38-14V-38z", steel.main)
        + path("M10-38V-1.6C27-4 38-9 38-14V-38z", steel.dark)
        + oval(-20, -38, 58, 15, steel.light)
        + oval(-20, -37, 51, 11.5, look.body.main)
        + path("M-64-40C-56-47-34-49-18-48-34-45-44-41-50-33-57-35-62-37-64-40z", look.body.light)
        + stroke("M-70-24V-14", WHITE, 3.4, opacity=0.6)
    )


def closed_tin(look: Look) -> str:
    """The same tin, closed and seen from above."""
    steel, trim = TONES["steel"], look.trim
    return (
        oval(3, 3, 62, 62, steel.dark)
        + oval(0, 0, 62, 62, steel.main)
        + oval(0, 0, 54, 54, trim.light)
        + moved(0, 0, mark(look.sign, PAPER.light), scale=1.5)
        + stroke("M-45-36A58 58 0 0 1-12-56", WHITE, 3.4, opacity=0.7)
    )


def sachet(look: Look) -> str:
    """One flat sachet, crimped at both ends, with a notch to tear."""
    trim = look.trim
    crimps = "".join(stroke(f"M{x} -49v5M{x} 44v5", look.body.dark, 1.4) for x in range(-24, 25, 6))
    return (
        path("M-30-52H30V-40L27-37 30-34V52H-30V-34L-27-37-30-40z", look.body.light)
        + path("M18-52H30V-40L27-37 30-34V52H18z", look.body.main)
        + box(-30, -22, 60, 46, trim.light)
        + box(18, -22, 12, 46, trim.main)
        + moved(-2, 1, mark(look.sign, PAPER.light), scale=0.72)
        + crimps
    )


def carton(look: Look, width: float, height: float) -> str:
    """A plain carton seen from the front and a little from the right, with its label band."""
    deep, trim = 22, look.trim
    half = width / 2
    return (
        path(f"M{half} {-height}l{deep}-10V-10L{half} 0z", PAPER.dark)
        + path(f"M{-half} {-height}l{deep}-10H{half + deep}L{half} {-height}z", WHITE)
        + box(-half, -height, width, height, PAPER.light)
        + box(-half, -height * 0.68, width, height * 0.36, trim.light)
        + path(f"M{half} {-height * 0.68}l{deep}-10v{height * 0.36}l{-deep} 10z", trim.main)
        + moved(0, -height * 0.5, mark(look.sign, PAPER.light), scale=min(1.0, width / 60))
    )
