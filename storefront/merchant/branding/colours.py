"""The shop's colours: the design's own, those of a brand, and whether text in them can be read (WCAG 2.2, AA)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.core.text.typed_text import clean_code

MIN_CONTRAST = 4.5
"""The least contrast of text with its background (WCAG 2.2, 1.4.3)."""
_DESIGN = {
    "background_light": "#fbf8f3",
    "background_dark": "#15191a",
    "text_light": "#1f2a2c",
    "text_dark": "#ece7de",
    "accent_light": "#1d5a55",
    "accent_dark": "#86cbc2",
    "highlight_light": "#a4472a",
    "highlight_dark": "#f0a488",
}
"""The colours of storefront/static/css/tokens.css."""
FIELDS = tuple(_DESIGN)
_BUTTON_TEXT = {"light": ("#ffffff", "#0d1f1d"), "dark": ("#0d1f1d", "#ffffff")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The colours of light or dark pages. Each is written as #rrggbb."""

    background: str
    text: str
    accent: str
    highlight: str
    button_text: str
    raised: str
    sunken: str
    quiet_text: str
    tint: str
    line: str
    accent_strong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of both kinds of pages."""

    light: Scheme
    dark: Scheme


def clean_colour(text: str) -> str:
    """Return a colour as #rrggbb in lower case; empty stays empty. Raises ValidationError."""
    colour = clean_code(text).lower().replace(" ", "")
    if not colour:
        return ""
    match = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", colour)
    if match is None:
        raise ValidationError(_("Enter a colour as six digits from 0 to f, such as #1d5a55."))
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    return f"#{digits}"


def palette_of(chosen: Mapping[str, str]) -> Palette:
    """Return all colours, where those that are not chosen are the design's. Keys are FIELDS."""
    full = {name: chosen.get(name) or colour for name, colour in _DESIGN.items()}
    return Palette(light=_scheme("light", full), dark=_scheme("dark", full))


def unreadable(palette: Palette) -> Iterator[tuple[str, str | Promise]]:
    """Yield the field of each colour that cannot be read on its background, with a sentence."""
    for name, scheme in (("light", palette.light), ("dark", palette.dark)):
        pairs = (
            (f"text_{name}", scheme.text, scheme.background, _("Text")),
            (f"text_{name}", scheme.quiet_text, scheme.tint, _("Small text")),
            (f"accent_{name}", scheme.accent, scheme.background, _("The accent")),
            (f"accent_{name}", scheme.accent, scheme.raised, _("The accent")),
            (f"accent_{name}", scheme.button_text, scheme.accent, _("The text of buttons")),
            (f"highlight_{name}", scheme.highlight, scheme.background, _("The highlight")),
        )
        found = set()
        for field, front, back, label in pairs:
            ratio = contrast(front, back)
            if ratio < MIN_CONTRAST and field not in found:
                found.add(field)
                yield (
                    field,
                    _("%(label)s has a contrast of %(ratio)s to 1 and needs 4.5. Choose a %(direction)s colour.")
                    % {
                        "label": label,
                        "ratio": f"{ratio:.1f}",
                        "direction": _("darker") if name == "light" else _("lighter"),
                    },
                )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _scheme(name: str, full: Mapping[str, str]) -> Scheme:
    background, text, accent = (full[f"{part}_{name}"] for part in ("background", "text", "accent"))
    is_dark = name == "dark"
    return Scheme(
        background=background,
        text=text,
        accent=accent,
        highlight=full[f"highlight_{name}"],
        button_text=max(_BUTTON_TEXT[name], key=lambda colour: contrast(colour, accent)),
        raised=_mix(background, "#ffffff", 0.04 if is_dark else 0.75),
        sunken=_mix(background, "#000000", 0.25) if is_dark else _mix(background, text, 0.05),
        quiet_text=_mix(text, background, 0.25),
        tint=_mix(background, accent, 0.15 if is_dark else 0.12),
        line=_mix(background, text, 0.15),
        accent_strong=_mix(accent, "#ffffff" if is_dark else "#000000", 0.3),
    )


def _mix(base: str, other: str, share: float) -> str:
    pairs = zip(_channels(base), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * (1 - share) + two * share):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
