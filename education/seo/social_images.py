"""Preview images of pages: the title in the shop's font."""

from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import resvg_py
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from PIL import ImageFont
from wagtail.models import Page

from education.models import PAGE_TYPES
from storefront.merchant.branding.brand import shop_name
from storefront.page_cache import cacheable

WIDTH, HEIGHT = 1200, 630  # pixels, as OpenGraph recommends
_FONT = Path(settings.BASE_DIR) / "storefront" / "static" / "fonts" / "gradual-serif-560.ttf"
_EDGE, _MOST_LINES = 90, 4
_MARK = "M0 19v-5.5a2.5 2.5 0 0 1 5 0V19zM8 19V8.5a2.5 2.5 0 0 1 5 0V19zM16 19V2.5a2.5 2.5 0 0 1 5 0V19z"


@require_safe
def page_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the preview image of a live page."""
    page = Page.objects.live().public().type(PAGE_TYPES).select_related("locale").filter(pk=pk).first()
    if page is None:
        raise Http404
    with translation.override(page.locale.language_code):
        line = _("For adults, 18 and over.")
    return cacheable(HttpResponse(drawn(page.title, shop_name(), line), content_type="image/png"), "guides")


@lru_cache(maxsize=128)
def drawn(title: str, name: str, line: str) -> bytes:
    """Return a PNG with the title, the shop's mark and name, and a line. The same texts give the same bytes."""
    size, lines = _fitted(title)
    top = 300 - (len(lines) - 1) * size * 0.58
    words = "".join(
        f'<text x="{_EDGE}" y="{top + place * size * 1.16:.0f}" font-size="{size}" fill="#1f2a2c">{escape(text)}</text>'
        for place, text in enumerate(lines)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Gradual Serif">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fbf8f3"/>'
        f'<rect width="24" height="{HEIGHT}" fill="#1d5a55"/>'
        f'<path transform="translate({_EDGE} 474) scale(2.6)" fill="#1d5a55" d="{_MARK}"/>'
        f'<text x="{_EDGE + 74}" y="522" font-size="50" fill="#1f2a2c">{escape(name)}</text>'
        f'<text x="{_EDGE}" y="580" font-size="28" fill="#55605f">{escape(line)}</text>{words}</svg>'
    )
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=WIDTH, height=HEIGHT, skip_system_fonts=True, font_files=[str(_FONT)]
        )
    )


def _fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest font size at which the title fits, and its lines. A title that is too long is cut."""
    for size in (92, 78, 66, 56):
        lines = _lines(title, size)
        if len(lines) <= _MOST_LINES and len(lines) * size <= 320:
            return size, lines
    return 56, [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]


def _lines(title: str, size: int) -> list[str]:
    font = ImageFont.truetype(str(_FONT), size)
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * _EDGE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
