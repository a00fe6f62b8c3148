"""View models of guides and of the home page.

A `language` is set only where it differs from the market's (`localization.other_language`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.blocks.sources import SourceView
from education.images.figures import FigureView
from education.models.reviews import ReviewSummary
from education.stage_products.selectors import StageProductRow
from storefront.catalog.pages.view_models import Picture
from storefront.core.markets import EmergencyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of text. `fields` holds the fields of its block by name, ready to print."""

    anchor: str
    title: str
    figures: tuple[FigureView, ...]
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView(SectionView):
    """A stage. `number` counts from 1 in a step-by-step guide and is None in an explainer."""

    number: int | None
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
        return tuple(figure for part in (*self.sections, *self.stages, *self.after) for figure in part.figures)

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
