"""Guides as files: Markdown with a front matter, checked as they are read.

`content/<slug>.<language>.md` is a guide, save `glossary.<language>.md`, which holds the glossary's terms;
`content/site/<language>.md` says what stands on the home page and around the lists. Prose fields are Markdown and
become the few tags that Wagtail's rich text knows (`markdown_in`).
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from frontmatter.default_handlers import YAMLHandler

from education.sources import first_day

CONTENT = Path(__file__).resolve().parents[1] / "content"
_IMAGE = re.compile(r"images/[^/\\]+")
T = TypeVar("T")
Practice = Literal["casual", "concerted"]


class FileFormatError(Exception):
    """A file that does not read as a manuscript; the text names the file and what is wrong in it."""


class Pick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product by slug, and why it is here."""

    product: str
    reason: str


class Criteria(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Limits for every product of a stage: stage, width (mm), osmolality (mOsm/kg). The rest is what the shop looks for
    when it may add up to `find` products by itself.
    """

    stage: str | None = None
    max_diameter_mm: int | None = None
    max_osmolality_mosm_kg: int | None = None
    find: int = 0
    kind: str | None = None
    base: str | None = None
    material: str | None = None
    firmness: str | None = None
    power: str | None = None
    flared_base: bool = False


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An image: a file beside the manuscript (`images/flared-base.png`), and in words what it shows."""

    image: str
    alt: str
    caption: str = ""
    credit: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of prose."""

    anchor: str
    title: str
    body: str
    figures: tuple[Figure, ...] = ()
    paths: Practice | None = None
    sources: tuple[str, ...] = ()


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage; `number` is for those who read the file, and must be its place when it is given."""

    anchor: str
    title: str
    purpose: str
    body: str
    figures: tuple[Figure, ...] = ()
    number: int | None = None
    optional: bool = False
    paths: Practice | None = None
    good_to_know: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    criteria: Criteria = Criteria()
    products: tuple[Pick, ...] = ()


class Situation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who should ask first."""

    situation: str
    message: str
    sources: tuple[str, ...] = ()


class CareCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A care card."""

    level: str
    title: str
    body: tuple[str, ...]
    sources: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a claim comes from; its date and when it was last read by us, as exactly as they are known (dates.py)."""

    code: str
    title: str
    kind: str
    url: str = ""
    published: str = ""
    read: str = ""

    def __post_init__(self) -> None:
        for text in filter(None, (self.published, self.read)):
            first_day(text)


class GuideFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A guide as it is written in its file."""

    title: str
    headline: str
    slug: str
    kind: str
    summary: str
    seo_description: str
    review_status: str
    intro: str
    last_reviewed: date | None = None
    next_review: date | None = None
    sections: tuple[Section, ...] = ()
    ask_first: tuple[Situation, ...] = ()
    stages: tuple[Stage, ...] = ()
    after: tuple[Section, ...] = ()
    stop_signs: tuple[str, ...] = ()
    care_cards: tuple[CareCard, ...] = ()
    sources: tuple[Source, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Section | Stage, ...]:
        """Its sections and stages, in the page's order."""
        return (*self.sections, *self.stages, *self.after)

    @property
    def figures(self) -> tuple[tuple[str, Figure], ...]:
        """Its images, each with the anchor of the part that it belongs to."""
        return tuple((part.anchor, figure) for part in self.parts for figure in part.figures)


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A term, and one or two plain sentences on what it means. Dates and review are the glossary's unless given."""

    slug: str
    term: str
    definition: str
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    last_reviewed: date | None = None
    next_review: date | None = None
    review_status: str | None = None


class GlossaryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All terms, and where they come from."""

    terms: tuple[Term, ...]
    sources: tuple[Source, ...] = ()
    last_reviewed: date | None = None
    next_review: date | None = None
    review_status: str = "editorial"


class Promise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the shop says of itself."""

    title: str
    text: str


class HomeText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on the home page; `featured` is the slug of a guide."""

    title: str
    headline: str
    lede: str
    seo_description: str
    featured: str | None = None
    promises: tuple[Promise, ...] = ()


class IndexText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands above and below the list of guides; `order` is that of a first import, by slug."""

    title: str
    intro: str
    seo_description: str
    order: tuple[str, ...] = ()
    about: tuple[Section, ...] = ()


class GlossaryText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands above the glossary's terms."""

    title: str
    intro: str
    seo_description: str


class SiteText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the pages above the guides."""

    home: HomeText
    guides: IndexText
    glossary: GlossaryText


def guide_files(*languages: str) -> list[Path]:
    """The guides' files in these languages, in the order that the site's text gives, then by name."""
    return [path for language in languages for path in sorted(_guides_in(language), key=_place(language))]


def glossary_files(*languages: str) -> list[Path]:
    """The glossaries that there are in these languages."""
    return [path for language in languages if (path := CONTENT / f"glossary.{language}.md").exists()]


def is_glossary(path: Path) -> bool:
    """Whether a file holds the glossary's terms, by its name."""
    return path.name.startswith("glossary.")


def language_of(path: Path) -> str:
    """A file's language (`en-gb`), from its name. Raises ManuscriptError."""
    language = path.stem.rpartition(".")[2] if "." in path.stem else ""
    if not language:
        raise FileFormatError(f"{path.name}: its name does not say its language, as in choosing-a-lubricant.en-gb.md")
    return language


def read_glossary_file(path: Path) -> tuple[GlossaryFile, str]:
    """A glossary and its language. Raises ManuscriptError."""
    glossary = _read(path, GlossaryFile)
    slugs = [term.slug for term in glossary.terms]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise FileFormatError(f"{path.name}: more than one term is called {', '.join(twice)}")
    _refuse_claims(path, glossary.review_status, *(term.review_status for term in glossary.terms))
    return glossary, language_of(path)


def _guides_in(language: str) -> list[Path]:
    return [path for path in CONTENT.glob(f"*.{language}.md") if not is_glossary(path)]


def _place(language: str) -> Callable[[Path], tuple[int, str]]:
    places = {slug: place for place, slug in enumerate(read_site_text(language).guides.order)}
    return lambda path: (places.get(path.name.removesuffix(f".{language}.md"), len(places)), path.name)


def read_guide_file(path: Path) -> tuple[GuideFile, str]:
    """A guide and its language. Raises ManuscriptError."""
    language = language_of(path)
    manuscript = _read(path, GuideFile)
    if manuscript.kind == "step-by-step":
        wrong = [s.title for place, s in enumerate(manuscript.stages, start=1) if s.number not in (None, place)]
        if wrong:
            raise FileFormatError(f"{path.name}: stages out of order: {', '.join(wrong)}")
    for anchor, text in (("intro", manuscript.intro), *((part.anchor, part.body) for part in manuscript.parts)):
        if "![" in text:
            raise FileFormatError(f"{path.name}, {anchor}: an image stands under figures, and not in the text")
    for anchor, figure in manuscript.figures:
        if trouble := _trouble_with(path.parent, figure):
            raise FileFormatError(f"{path.name}, {anchor}: the image {figure.image} {trouble}")
    _refuse_claims(path, manuscript.review_status)
    return manuscript, language


def _trouble_with(folder: Path, figure: Figure) -> str:
    if not figure.alt.strip():
        return "has no text alternative (alt)"
    if not _IMAGE.fullmatch(figure.image):
        return "has to lie in the folder images beside the manuscript, as in images/flared-base.png"
    return "" if (folder / figure.image).is_file() else "is not there"


def _refuse_claims(path: Path, *review_statuses: str | None) -> None:
    """A file cannot say that a clinician has read its words: at a desk that is an event."""
    if set(review_statuses) - {None, "editorial"}:
        raise FileFormatError(f"{path.name}: write review_status: editorial, for only a review at the desk is clinical")


def read_site_text(language: str) -> SiteText:
    """The words of home and index in a language, else in British English."""
    path = CONTENT / "site" / f"{language}.md"
    text = _read(path if path.exists() else CONTENT / "site" / "en-gb.md", SiteText)
    if any(section.figures for section in text.guides.about):
        raise FileFormatError(f"{path.name}: only guides bring images; put this one in at the desk")
    return text


def _read(path: Path, kind: type[T]) -> T:
    try:
        front, _ = YAMLHandler().split(path.read_text(encoding="utf-8"))
        return msgspec.yaml.decode(front, type=kind)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise FileFormatError(f"{path.name}: {error}") from error
