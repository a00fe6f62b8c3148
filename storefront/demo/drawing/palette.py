"""The brand's tones. Every object is drawn in the three values of one or two of them: lit, own, shaded."""

from dataclasses import dataclass
from types import MappingProxyType

INK = "#1f2a2c"
INK_2 = "#55605f"
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour under one light."""

    light: str
    main: str
    dark: str


TONES = MappingProxyType(
    {
        "pine": Tone("#2f7a72", "#1d5a55", "#12413d"),
        "clay": Tone("#c9775c", "#b85f43", "#8d3a21"),
        "paper": Tone("#fbf8f3", "#e8e0d2", "#c9bfae"),
        "sage": Tone("#c9d9d4", "#b2c8c1", "#8fada4"),
        "sand": Tone("#eadcc0", "#d6c19a", "#b39a6c"),
        "amber": Tone("#d79a55", "#b97a35", "#8e5a22"),
        "mist": Tone("#c9dfec", "#a9c9dd", "#7fa9c2"),
        "slate": Tone("#7f9aa9", "#5d7888", "#435b69"),
        "glass": Tone("#eef6f7", "#c4dcdf", "#8fb4b9"),
        "steel": Tone("#eef1f2", "#b3bec2", "#71807f"),
        "blush": Tone("#e9b9a6", "#d99a83", "#b85f43"),
    }
)

GROUNDS = MappingProxyType({"sage": "#e0ebe4", "sand": "#efe7da", "blush": "#f3e3da", "mist": "#e3e9ee"})
