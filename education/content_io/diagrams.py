"""The guides' own diagrams: this module, run by itself, draws `content/images/*.png` from `content/drawings/*.svg`.

They carry figures and signs but no words, so that one picture serves every language; what it shows is said beside it.
"""

from pathlib import Path

import resvg_py

CONTENT = Path(__file__).resolve().parents[1] / "content"
_FONT = Path(__file__).resolve().parents[2] / "storefront" / "static" / "fonts" / "gradual-serif-560.ttf"


def drawn(svg: str) -> bytes:
    """A drawing as a PNG of twice its size; the same text always gives the same bytes."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2, skip_system_fonts=True, font_files=[str(_FONT)]))


if __name__ == "__main__":
    for source in sorted((CONTENT / "drawings").glob("*.svg")):
        (CONTENT / "images" / f"{source.stem}.png").write_bytes(drawn(source.read_text(encoding="utf-8")))
