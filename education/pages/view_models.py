"""What the templates of pages read: frozen values, ready to print.

`SafeString` texts come from Wagtail's rich text, which keeps only the features in `blocks.FEATURES`. A `language` is
set only where it differs from the market's (`languages.other_language`).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.sources import format_partial_date
from storefront.catalog.view_models import Picture, ProductCard
from storefront.core.markets import EmergencyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerName:
    """A clinician's name and credential, as they give them."""

    name: str
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """Who checked a page and when. `reviewer` is set only after a clinical review; dates may be unknown."""

    review_status: str
    last_reviewed: date | None
    next_review: date | None
    reviewer: ReviewerName | None
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageProductRow:
    """A product of a stage and the reason for it. `is_matched`: added by the stage's rule, not picked by an editor."""

    card: ProductCard
    reason: str
    is_matched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """An image in text, with its sources as an `img` element takes them. Only `alt` is never empty."""

    alt: str
    caption: str
    credit: str
    src: str
    srcset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of text and the codes of its sources."""

    anchor: str
    title: str
    body: SafeString
    figures: tuple[FigureView, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A stage. `number` counts from 1 in a step-by-step guide and is None in an explainer."""

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
    products: tuple[StageProductRow, ...]

    @property
    def has_matches(self) -> bool:
        """Whether its rule added some of its products."""
        return any(row.is_matched for row in self.products)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationView:
    """A situation in which readers should ask a clinician first, and what to do."""

    situation: str
    message: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """An entry of the table of contents. `is_ours`: the heading is an interface text, not the page's own."""

    anchor: str
    title: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CareCardView:
    """A care card of level "non-urgent", "urgent" or "emergency". `call` is the market's phone number for it."""

    level: str
    title: str
    items: tuple[str, ...]
    sources: tuple[str, ...]
    call: EmergencyNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source of kind "official", "research" or "secondary". `url` may be empty, and so may both partial dates."""

    code: str
    title: str
    url: str
    kind: str
    published: str = ""
    read: str = ""

    @property
    def dated(self) -> str:
        """`published` in the reader's language."""
        return format_partial_date(self.published)

    @property
    def last_read(self) -> str:
        """`read` in the reader's language."""
        return format_partial_date(self.read)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCard:
    """A guide in a list. `minutes` is its reading time; `stage_count` is 0 for an explainer."""

    title: str
    summary: str
    url: str
    kind_label: str
    minutes: int
    stage_count: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideResult(GuideCard):
    """A guide that a search found, and the stage or section that fits best, or None."""

    place: str | None
    place_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackLink:
    """A link to one track of a guide, or to the whole guide."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
    """A guide, whole or on one track. `tracks` is empty if every part belongs to both tracks.

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
    review: ReviewSummary
    intro: SafeString
    sections: tuple[SectionView, ...]
    ask_first: tuple[SituationView, ...]
    stop_signs: tuple[str, ...]
    stages: tuple[StageView, ...]
    after: tuple[SectionView, ...]
    care_cards: tuple[CareCardView, ...]
    sources: tuple[SourceView, ...]
    related: tuple[GuideCard, ...]
    tracks: tuple[TrackLink, ...]
    stage_total: int

    @property
    def figures(self) -> tuple[FigureView, ...]:
        """All its images, in page order."""
        parts: tuple[SectionView | StageView, ...] = (*self.sections, *self.stages, *self.after)
        return tuple(figure for part in parts for figure in part.figures)

    @property
    def contents(self) -> tuple[ContentsEntry, ...]:
        """The table of contents: every part that is there and has a heading, in page order."""
        before = (
            (self.ask_first, ContentsEntry(anchor="ask-first", title=_("Ask someone first if"), is_ours=True)),
            (self.stop_signs, ContentsEntry(anchor="stop-signs", title=_("When to stop"), is_ours=True)),
        )
        ending = (
            (self.care_cards, ContentsEntry(anchor="help", title=_("When to get help"), is_ours=True)),
            (self.sources, ContentsEntry(anchor="sources", title=_("Sources"), is_ours=True)),
        )
        return (
            *(ContentsEntry(anchor=section.anchor, title=section.title) for section in self.sections),
            *(entry for part, entry in before if part),
            *(ContentsEntry(anchor=stage.anchor, title=stage.title) for stage in self.stages),
            *(ContentsEntry(anchor=section.anchor, title=section.title) for section in self.after),
            *(entry for part, entry in ending if part),
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
class CategoryTile:
    """A category on the home page, with one picture and the number of products that the market lists in it."""

    label: str
    url: str
    picture: Picture | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTitle:
    """A stage in the home page's preview of a guide."""

    number: int | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturedGuide:
    """The guide that the home page suggests to begin with."""

    title: str
    url: str
    kind_label: str
    minutes: int
    language: str
    stages: tuple[StageTitle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise that the shop makes on its home page."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The home page."""

    headline: str
    lede: str
    featured: FeaturedGuide | None
    guides: tuple[GuideCard, ...]
    categories: tuple[CategoryTile, ...]
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HreflangLink:
    """The absolute URL of a page in another market; `language` as in hreflang (`en-GB`, `x-default`)."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seo:
    """Metadata for search engines and link previews. All URLs are absolute; `json_ld` is safe inside a script element.

    `picture` is None for a page that is not live; `locale` is written as OpenGraph does (`en_GB`).
    """

    canonical: str
    alternates: tuple[HreflangLink, ...]
    title: str
    description: str
    picture: str | None
    is_article: bool
    locale: str
    json_ld: tuple[SafeString, ...] = ()
