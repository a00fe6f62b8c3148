"""Finds the files of guides, glossaries and site texts, and reads and checks them.

`content/<slug>.<language>.md` is a guide, `content/glossary.<language>.md` the terms of a language, and
`content/site/<language>.md` the texts of its home page and lists. A language needs nothing but these files.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from django.conf import settings
from frontmatter.default_handlers import YAMLHandler

from education.content_io.file_format import Figure, FileFormatError, GlossaryFile, GuideFile, Part, SiteText

CONTENT = Path(__file__).resolve().parents[1] / "content"
_IMAGE = re.compile(r"images/[^/\\]+")
T = TypeVar("T", bound=Part)


def guide_files(*languages: str) -> list[Path]:
    """Return the guides' files in these languages, in the order that the site text gives, then by name."""
    return [path for language in languages for path in sorted(_guides_in(language), key=_place(language))]


def glossary_files(*languages: str) -> list[Path]:
    """Return the glossaries that exist in these languages."""
    return [path for language in languages if (path := CONTENT / f"glossary.{language}.md").exists()]


def is_glossary(path: Path) -> bool:
    """Whether a file contains glossary terms, by its name."""
    return path.name.startswith("glossary.")


def language_of(path: Path) -> str:
    """Return a file's language (`en-gb`), from its name, in lower case. Raises FileFormatError."""
    language = path.stem.rpartition(".")[2].lower() if "." in path.stem else ""
    if not language:
        raise FileFormatError(f"{path.name}: its name does not say its language, as in choosing-a-lubricant.en-gb.md")
    return language


def read_guide_file(path: Path) -> tuple[GuideFile, str]:
    """Return a guide and its language. Raises FileFormatError."""
    language = language_of(path)
    guide = _read(path, GuideFile)
    if guide.kind == "step-by-step":
        wrong = [s.title for place, s in enumerate(guide.stages, start=1) if s.number not in (None, place)]
        if wrong:
            raise FileFormatError(f"{path.name}: stages out of order: {', '.join(wrong)}")
    for anchor, text in (("intro", guide.intro), *((part.anchor, part.body) for part in guide.parts)):
        if "![" in text:
            raise FileFormatError(f"{path.name}, {anchor}: an image stands under figures, and not in the text")
    for anchor, figure in guide.figures:
        if fault := _fault_of(path.parent, figure):
            raise FileFormatError(f"{path.name}, {anchor}: the image {figure.image} {fault}")
    _refuse_review_claims(path, guide.review_status)
    return guide, language


def read_glossary_file(path: Path) -> tuple[GlossaryFile, str]:
    """Return a glossary and its language. Raises FileFormatError."""
    glossary = _read(path, GlossaryFile)
    slugs = [term.slug for term in glossary.terms]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise FileFormatError(f"{path.name}: more than one term is called {', '.join(twice)}")
    _refuse_review_claims(path, glossary.review_status, *(term.review_status for term in glossary.terms))
    return glossary, language_of(path)


def read_site_text(language: str) -> SiteText:
    """Return the texts of home page and lists in a language, or in the original language if there are none."""
    path = CONTENT / "site" / f"{language}.md"
    original, _name = settings.CONTENT_LANGUAGES[0]
    text = _read(path if path.exists() else CONTENT / "site" / f"{original}.md", SiteText)
    if any(section.figures for section in text.guides.about):
        raise FileFormatError(f"{path.name}: only guides bring images; put this one in at the desk")
    return text


def _guides_in(language: str) -> list[Path]:
    return [path for path in CONTENT.glob(f"*.{language}.md") if not is_glossary(path)]


def _place(language: str) -> Callable[[Path], tuple[int, str]]:
    places = {slug: place for place, slug in enumerate(read_site_text(language).guides.order)}
    return lambda path: (places.get(path.name.removesuffix(f".{language}.md"), len(places)), path.name)


def _fault_of(folder: Path, figure: Figure) -> str:
    if not figure.alt.strip():
        return "has no text alternative (alt)"
    if not _IMAGE.fullmatch(figure.image):
        return "has to lie in the folder images beside the manuscript, as in images/flared-base.png"
    return "" if (folder / figure.image).is_file() else "is not there"


def _refuse_review_claims(path: Path, *review_statuses: str | None) -> None:
    """Raise FileFormatError if a file says that a clinician reviewed it: only a review in the admin counts as one."""
    if set(review_statuses) - {None, "editorial"}:
        raise FileFormatError(f"{path.name}: write review_status: editorial, for only a review at the desk is clinical")


def _read(path: Path, kind: type[T]) -> T:
    try:
        front, _ = YAMLHandler().split(path.read_text(encoding="utf-8"))
        return msgspec.yaml.decode(front, type=kind)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise FileFormatError(f"{path.name}: {error}") from error
