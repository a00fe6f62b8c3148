"""What files of guides, glossaries and site texts contain.

A file is YAML between two lines of three hyphens. Where a page shows rich text, its text is Markdown, or the HTML that
Markdown cannot say (`rich_text`). The attributes of parts have the names of the fields of the blocks in
`education.blocks.guides`, so that `block_mapping` converts one into the other by name; `rename` says where a file uses
another name.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from education.blocks.guides import FieldKind, StageBlock, kind_of
from education.blocks.sources import first_day

TrackName = Literal["casual", "concerted"]
GuideKind = Literal["step-by-step", "explainer"]
CareLevelName = Literal["non-urgent", "urgent", "emergency"]
SourceKindName = Literal["official", "research", "secondary"]
_FIELD_TYPES: dict[FieldKind, tuple[object, object]] = {
    FieldKind.TEXT: (str, ""),
    FieldKind.RICH_TEXT: (str, ""),
    FieldKind.FLAG: (bool, False),
    FieldKind.NUMBER: (int | None, None),
    FieldKind.SOURCES: (tuple[str, ...], ()),
    FieldKind.TEXTS: (tuple[str, ...], ()),
}
"""The type and the default, in files, of a block's field by its kind."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a file contains. `decoding` reads it; what is at its default is not written."""


class Pick(Part, frozen=True):
    """A product next to a stage: its slug, and the sentence that says why, if it is not the product's own."""

    product: str
    reason: str = ""


class Criteria(Part, frozen=True, rename={"max_osmolality": "max_osmolality_mosm_kg", "up_to": "find"}):
    """Limits for every product of a stage, and the rule by which the shop adds products.

    The limits are a safety stage, a width in mm and an osmolality in mOsm/kg. The other fields say which products may
    be added, up to `find` of them.
    """

    stage: str | None = None
    max_diameter_mm: int | None = None
    max_osmolality: int | None = None
    up_to: int = 0
    kind: str | None = None
    base: str | None = None
    material: str | None = None
    firmness: str | None = None
    power: str | None = None
    flared_base: bool = False


class Figure(Part, frozen=True):
    """An image: its file next to the guide's (`images/flared-base.png`), and what it shows in words."""

    image: str
    alt: str
    caption: str = ""
    credit: str = ""


class Section(Part, frozen=True, rename={"track": "paths"}):
    """A section of text."""

    anchor: str
    title: str
    body: str
    figures: tuple[Figure, ...] = ()
    track: TrackName | None = None
    sources: tuple[str, ...] = ()


class StageFields(Part, frozen=True, rename={"track": "paths"}):
    """The fields of a stage that this project's code names.

    `number` helps readers of the file; if given, it must be the stage's place.
    """

    anchor: str
    title: str
    purpose: str
    body: str
    figures: tuple[Figure, ...] = ()
    number: int | None = None
    optional: bool = False
    track: TrackName | None = None
    good_to_know: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    criteria: Criteria = Criteria()
    products: tuple[Pick, ...] = ()


IN_CRITERIA = ("limits", "matching")
"""The fields of a stage's block that its file writes together, as `criteria`."""

if TYPE_CHECKING:
    Stage = StageFields
else:
    _named = {*StageFields.__struct_fields__, *IN_CRITERIA}
    # A field that only the block declares is an optional field of files, so that adding one needs no code here.
    Stage = msgspec.defstruct(
        "Stage",
        [(name, *_FIELD_TYPES[kind_of(block)]) for name, block in StageBlock.base_blocks.items() if name not in _named],
        bases=(StageFields,),
        frozen=True,
    )


class Situation(Part, frozen=True):
    """A situation in which the reader should ask a clinician first."""

    situation: str
    message: str
    sources: tuple[str, ...] = ()


class CareCard(Part, frozen=True):
    """A card that says when to get help."""

    level: CareLevelName
    title: str
    body: tuple[str, ...]
    sources: tuple[str, ...] = ()


class Source(Part, frozen=True):
    """A source. `published` and `read` (when we last read it) are partial dates, such as 2022 or 2022-02-23."""

    code: str
    title: str
    kind: SourceKindName
    url: str = ""
    published: str = ""
    read: str = ""

    def __post_init__(self) -> None:
        for name, text in (("published", self.published), ("read", self.read)):
            try:
                first_day(text or "2022")
            except ValueError as error:
                raise ValueError(f"{name}: {text} is no date such as 2022, 2022-02 or 2022-02-23") from error


class GuideFile(Part, frozen=True):
    """A guide."""

    title: str
    headline: str
    slug: str
    kind: GuideKind
    summary: str
    seo_description: str
    review_status: str
    intro: str
    seo_title: str = ""
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
        """Its images, each with the anchor of its section or stage."""
        return tuple((part.anchor, figure) for part in self.parts for figure in part.figures)


class Term(Part, frozen=True):
    """A term with its meaning in one or two sentences. Dates and review are the glossary's unless given here.

    `key` is what files call the term, if an editor gave it another address since. It is its slug otherwise.
    """

    slug: str
    term: str
    definition: str
    key: str = ""
    seo_title: str = ""
    seo_description: str = ""
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    last_reviewed: date | None = None
    next_review: date | None = None
    review_status: str | None = None


class GlossaryFile(Part, frozen=True):
    """The terms of one language and their sources."""

    terms: tuple[Term, ...]
    sources: tuple[Source, ...] = ()
    last_reviewed: date | None = None
    next_review: date | None = None
    review_status: str = "editorial"


class Commitment(Part, frozen=True):
    """A promise that the shop makes on the home page."""

    title: str
    text: str


class HomeText(Part, frozen=True, rename={"commitments": "promises"}):
    """Texts of the home page. `featured` is the slug of a guide."""

    title: str
    headline: str
    lede: str
    seo_description: str
    seo_title: str = ""
    featured: str | None = None
    commitments: tuple[Commitment, ...] = ()


class GuideIndexText(Part, frozen=True):
    """Texts above and below the list of guides. `order` lists slugs in the order of a first import."""

    title: str
    intro: str
    seo_description: str
    slug: str = "guides"
    seo_title: str = ""
    order: tuple[str, ...] = ()
    about: tuple[Section, ...] = ()


class GlossaryIndexText(Part, frozen=True):
    """Texts above the glossary's terms."""

    title: str
    intro: str
    seo_description: str
    slug: str = "glossary"
    seo_title: str = ""


class SiteText(Part, frozen=True):
    """Texts of the pages above guides and terms."""

    home: HomeText
    guides: GuideIndexText
    glossary: GlossaryIndexText
