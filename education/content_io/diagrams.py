"""`python -m education.content_io.diagrams`: draws `content/images/*.png` from `content/drawings/*.svg`.

The diagrams have figures and signs but no words, so that one picture serves every language; a text alternative says
what each shows. A script of its own, because it runs without Django.
"""

import io
from pathlib import Path

import resvg_py
from PIL import Image

CONTENT = Path(__file__).resolve().parents[1] / "content"
_FONT = Path(__file__).resolve().parents[2] / "storefront" / "static" / "fonts" / "gradual-serif-560.ttf"


def draw(svg: str) -> bytes:
    """Return a drawing as a PNG of twice its size, in 256 colours. The same text always gives the same bytes."""
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2, skip_system_fonts=True, font_files=[str(_FONT)]))
    file = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").quantize(256).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    for source in sorted((CONTENT / "drawings").glob("*.svg")):
        (CONTENT / "images" / f"{source.stem}.png").write_bytes(draw(source.read_text(encoding="utf-8")))
