"""What the hub's templates read: frozen values, ready to print.

Texts marked safe come from Wagtail's rich text, which keeps only what `blocks.FEATURES` names.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.partial_dates import formatted
from storefront.catalog.view_models import Picture, ProductCard
from storefront.core.markets import EmergencyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedBy:
    """A clinician, as they give their name and credential."""

    name: str
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who checked a guide, and when. `reviewer` is set only for a real clinical review; dates may be unknown."""

    review_status: str
    last_reviewed: date | None
    next_review: date | None
    reviewer: ReviewedBy | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfRow:
    """A product beside a stage, and one sentence that says why. `found`: by its facts, and not picked by an editor."""

    card: ProductCard
    reason: str
    found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """An image in text: its words, of which only `alt` is always there, and its addresses as an `img` takes them."""

    alt: str
    caption: str
    credit: str
    src: str
    srcset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of prose, the codes of the sources it rests on, and its `paths`: "casual", "concerted", or both."""

    anchor: str
    title: str
    body: SafeString
    figures: tuple[FigureView, ...]
    sources: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A stage; `number` counts from 1 in a step-by-step guide, None in an explainer. An empty shelf is not shown."""

    anchor: str
    number: int | None
    title: str
    optional: bool
    purpose: str
    body: SafeString
    figures: tuple[FigureView, ...]
    good_to_know: tuple[str, ...]
    stop_if: tuple[str, ...]
    sources: tuple[str, ...]
    paths: tuple[str, ...]
    shelf: tuple[ShelfRow, ...]

    @property
    def finds(self) -> bool:
        """Whether some of its shelf was found, and not picked by an editor."""
        return any(row.found for row in self.shelf)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationView:
    """Somebody who should ask first, and what to do."""

    situation: str
    message: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a page with a heading: where it stands and what it is called, by the page or by us (`ours`)."""

    anchor: str
    title: str
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CareCardView:
    """`level` is "non-urgent", "urgent" or "emergency"; `call` is the number for it where this market delivers."""

    level: str
    title: str
    items: tuple[str, ...]
    sources: tuple[str, ...]
    call: EmergencyNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """`kind` is "official", "research" or "secondary"; `url` may be empty, and both dates (see partial_dates)."""

    code: str
    title: str
    url: str
    kind: str
    published: str = ""
    read: str = ""

    @property
    def dated(self) -> str:
        """Its date in the reader's language."""
        return formatted(self.published)

    @property
    def last_read(self) -> str:
        """When it was last read by us, in the reader's language."""
        return formatted(self.read)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCard:
    """A guide in a list. `url` is its page in the active market; `minutes` to read.

    `language` is its own where that is not the market's (`languages.other_language`), as in every list here.
    """

    title: str
    summary: str
    url: str
    kind_label: str
    minutes: int
    stage_count: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way through a guide: a plain link, and whether it is the one shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
    """A guide as its page shows it: whole, or one of its `ways` (none where all parts are for everybody).

    `stage_total` counts the stages of the whole guide.
    """

    title: str
    headline: str
    summary: str
    url: str
    slug: str
    kind_label: str
    counts_stages: bool
    minutes: int
    review: Review
    intro: SafeString
    sections: tuple[SectionView, ...]
    ask_first: tuple[SituationView, ...]
    stop_signs: tuple[str, ...]
    stages: tuple[StageView, ...]
    after: tuple[SectionView, ...]
    care_cards: tuple[CareCardView, ...]
    sources: tuple[SourceView, ...]
    related: tuple[GuideCard, ...]
    ways: tuple[Way, ...]
    stage_total: int

    @property
    def figures(self) -> tuple[FigureView, ...]:
        """All its images, in the page's order."""
        parts: tuple[SectionView | StageView, ...] = (*self.sections, *self.stages, *self.after)
        return tuple(figure for part in parts for figure in part.figures)

    @property
    def contents(self) -> tuple[Part, ...]:
        """Every part with a heading of its own, in the page's order, as far as it is there."""
        named = (
            (self.ask_first, Part(anchor="ask-first", title=_("Ask someone first if"), ours=True)),
            (self.stop_signs, Part(anchor="stop-signs", title=_("When to stop"), ours=True)),
            (self.care_cards, Part(anchor="help", title=_("When to get help"), ours=True)),
            (self.sources, Part(anchor="sources", title=_("Sources"), ours=True)),
        )
        before, ending = named[:2], named[2:]
        return (
            *(Part(anchor=section.anchor, title=section.title) for section in self.sections),
            *(part for held, part in before if held),
            *(Part(anchor=stage.anchor, title=stage.title) for stage in self.stages),
            *(Part(anchor=section.anchor, title=section.title) for section in self.after),
            *(part for held, part in ending if held),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLink:
    """A stage that a product belongs to; `url` leads to the stage in the active market."""

    number: int | None
    title: str
    guide: str
    url: str
    reason: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A category on the home page, with one picture and how many products this market lists in it."""

    label: str
    url: str
    picture: Picture | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStop:
    """A stage in the home page's picture of a guide."""

    number: int | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturedGuide:
    """The guide to begin with."""

    title: str
    url: str
    kind_label: str
    minutes: int
    language: str
    stages: tuple[StageStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something that the shop says of itself."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The home page."""

    headline: str
    lede: str
    featured: FeaturedGuide | None
    guides: tuple[GuideCard, ...]
    shelves: tuple[Shelf, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in another market; `language` as in hreflang (`en-GB`, `x-default`)."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seo:
    """What machines read: absolute addresses, words for a link's preview, and JSON-LD that is safe inside a script.

    `picture` is None for what is not live; `locale` is as OpenGraph writes it (`en_GB`).
    """

    canonical: str
    alternates: tuple[Alternate, ...]
    title: str
    description: str
    picture: str | None
    article: bool
    locale: str
    json_ld: tuple[SafeString, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGuide(GuideCard):
    """A guide that a search found, with the stage or section that speaks of it most, or None."""

    place: str | None
    place_url: str | None
