"""Guides, the list of guides, and the links from one guide to the next."""

from math import ceil
from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from education.blocks.guides import CareCardBlock, SectionBlock, SituationBlock, StageBlock
from education.blocks.images import image_keys_in
from education.blocks.sources import SourceBlock
from education.blocks.stages import picks_of
from education.blocks.text import FEATURES, visible_texts
from education.blocks.typed import TextBlock
from education.models import publish_checks
from education.models.public_page import BlocksField, PublicPage
from education.models.reviews import ReviewedPage

_WORDS_PER_MINUTE = 200
_minutes: dict[tuple[int, int | None], int] = {}
"""Reading times by page and live revision."""


class GuideIndexPage(PublicPage):
    """The list of all guides."""

    intro = models.TextField(_("opening"), blank=True)
    about = BlocksField([("section", SectionBlock())], verbose_name=_("about the guides"), blank=True)

    template = "education/guide_index_page.html"
    parent_page_types: ClassVar = ["education.HomePage"]
    subpage_types: ClassVar = ["education.GuidePage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro"), FieldPanel("about")]


class GuidePage(ReviewedPage):
    """A guide. `publish_checks` refuses to publish one whose picks break the limits of their stages."""

    class Kind(models.TextChoices):
        """The kinds of guide. Only a step-by-step guide numbers its stages."""

        STEP_BY_STEP = "step-by-step", _("Step-by-step guide")
        EXPLAINER = "explainer", _("Explainer")

    headline = models.CharField(_("headline"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.EXPLAINER)
    summary = models.TextField(
        _("short answer"),
        validators=[MaxLengthValidator(1000)],
        help_text=_("The answer in two or three short sentences."),
    )
    intro = RichTextField(_("opening"), features=FEATURES, blank=True)
    sections = BlocksField([("section", SectionBlock())], verbose_name=_("before the stages"), blank=True)
    ask_first = BlocksField([("situation", SituationBlock())], verbose_name=_("who should ask first"), blank=True)
    stages = BlocksField([("stage", StageBlock())], verbose_name=_("stages"), blank=True, collapsed=True)
    after = BlocksField([("section", SectionBlock())], verbose_name=_("after the stages"), blank=True)
    stop_signs = BlocksField([("sign", TextBlock(label=_("Sign"), rows=2))], verbose_name=_("stop signs"), blank=True)
    care_cards = BlocksField([("card", CareCardBlock())], verbose_name=_("when to get help"), blank=True)
    sources = BlocksField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)

    renditions = models.JSONField(default=dict, editable=False)
    """The files of the live page's images (`education.images.figures`)."""

    reviewed_fields = (
        "headline",
        "summary",
        "intro",
        "sections",
        "ask_first",
        "stages",
        "after",
        "stop_signs",
        "care_cards",
        "sources",
    )
    template = "education/guide_page.html"
    parent_page_types: ClassVar = ["education.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("headline", boost=3),
        index.SearchField("summary", boost=2),
        index.SearchField("intro"),
        index.SearchField("sections"),
        index.SearchField("stages"),
        index.SearchField("after"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    cache_parameters = ("path",)

    @property
    def cache_tags(self) -> tuple[str, ...]:
        """The guides, and each picked product. A stage that adds products by rule may show any product."""
        if any(block.value.max_matches for block in self.stages):
            return ("guides", "catalog")
        return ("guides", *(f"product:{pick.product.pk}" for pick in picks_of(self) if pick.product))

    @property
    def reading_minutes(self) -> int:
        """The reading time in whole minutes, at 200 words a minute. It is counted once for each live revision."""
        key = (self.pk, self.live_revision_id)
        if self.live_revision_id is None or key not in _minutes:
            _minutes[key] = self._count_minutes()
        return _minutes[key]

    @property
    def image_keys(self) -> set[int]:
        """The primary keys of all its images."""
        return image_keys_in(self.sections, self.stages, self.after)

    @property
    def counts_stages(self) -> bool:
        """Whether its stages are numbered, because they are steps in an order."""
        return bool(self.kind == self.Kind.STEP_BY_STEP)

    def publish(self, revision: Revision, *args: object, **kwargs: object) -> None:
        """Publish a revision. Raises `publish_checks.UnsafePick` if something keeps it from going live."""
        if publish_checks.may_go_live(revision, scheduled=kwargs.get("log_action") == "wagtail.publish.scheduled"):
            super().publish(revision, *args, **kwargs)

    def _count_minutes(self) -> int:
        texts = [self.summary, self.intro]
        for stream in (self.sections, self.ask_first, self.stages, self.after, self.stop_signs, self.care_cards):
            texts += visible_texts(stream.stream_block, stream.raw_data)
        return max(1, ceil(sum(len(strip_tags(text).split()) for text in texts) / _WORDS_PER_MINUTE))


class RelatedGuide(Orderable):
    """A link from a guide to one to read next."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="related")
    guide = models.ForeignKey(GuidePage, models.CASCADE, related_name="+", verbose_name=_("guide"))

    panels: ClassVar = [PageChooserPanel("guide")]

    class Meta(Orderable.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "guide"], name="one_related_guide_each")]
