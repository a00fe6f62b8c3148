"""Wagtail's pages of the hub, reviewers, and the projection that answers "which stages is this product in?"."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.blocks import TextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, PageViewRestriction
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail.url_routing import RouteResult

from education import publishing
from education.blocks import (
    FEATURES,
    CareCardBlock,
    PromiseBlock,
    SectionBlock,
    SituationBlock,
    SourceBlock,
    StageBlock,
)
from education.forms import GuidePageForm
from education.picks import StageCriteria, picks_of
from storefront.markets import active_market
from storefront.ready import share


@register_snippet
class Reviewer(index.Indexed, models.Model):
    """Somebody who checks guides. Only a clinician's name may stand beside "clinically reviewed"."""

    name = models.CharField(_("name"), max_length=120)
    credential = models.CharField(
        _("credential"), max_length=160, help_text=_("As they give it themselves. Never invent a registration number.")
    )
    is_clinician = models.BooleanField(_("is a clinician"), default=False)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("credential"), FieldPanel("is_clinician")]
    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credential}"


class HubPage(Page):
    """What all pages here share: they are public, the same for everybody, and never embedded elsewhere."""

    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """None, without asking: the desk offers no way to make these pages private."""
        nothing: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        return nothing

    @property
    def ready_tags(self) -> tuple[str, ...]:
        """What this page shows, for the ready pages: guides, and lists of products."""
        return ("guides", "catalog", "sections")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Everybody may be given this page; a preview is the editor's alone."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response if getattr(request, "is_preview", False) else share(response, *self.ready_tags)


class HomePage(HubPage):
    """The first page: what the shop is, its guides and its shelves."""

    headline = models.CharField(_("headline"), max_length=120)
    lede = models.TextField(_("opening"), help_text=_("What this shop is, in two sentences."))
    featured = models.ForeignKey(
        "education.GuidePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guide to begin with"),
    )
    promises = StreamField([("promise", PromiseBlock())], verbose_name=_("how we keep it private"), blank=True)

    template = "education/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["education.GuideIndexPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lede"),
        PageChooserPanel("featured"),
        FieldPanel("promises"),
    ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A guide is found in one statement, where Wagtail would walk down to it in five."""
        if len(path_components) == 2:
            wanted = f"{self.url_path}{'/'.join(path_components)}/"
            guide = GuidePage.objects.live().select_related("reviewer").filter(url_path=wanted).first()
            if guide is not None:
                return RouteResult(guide)
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`home` (HomeView) and `seo` (Seo) beside Wagtail's own."""
        from education import selectors

        return {
            **super().get_context(request, *args, **kwargs),
            "home": selectors.home_view(self, active_market()),
            "seo": selectors.seo_of(self, crumbs=()),
        }


class GuideIndexPage(HubPage):
    """All guides."""

    intro = models.TextField(_("opening"), blank=True)
    about = StreamField([("section", SectionBlock())], verbose_name=_("about the guides"), blank=True)

    template = "education/guide_index_page.html"
    parent_page_types: ClassVar = ["education.HomePage"]
    subpage_types: ClassVar = ["education.GuidePage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro"), FieldPanel("about")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`guides` (GuideCards), `about` (SectionViews), `crumbs` and `seo` beside Wagtail's own."""
        from education import selectors

        crumbs = selectors.index_crumbs(self)
        return {
            **super().get_context(request, *args, **kwargs),
            "guides": selectors.guide_cards(),
            "about": selectors.sections(self.about),
            "crumbs": crumbs,
            "seo": selectors.seo_of(self, crumbs=crumbs),
        }


class GuidePage(HubPage):
    """A guide. It is published only when its picks keep to their stages' rules (`publishing`)."""

    class Kind(models.TextChoices):
        """What sort of guide it is; only a step-by-step guide numbers its stages."""

        STEP_BY_STEP = "step-by-step", _("Step-by-step guide")
        EXPLAINER = "explainer", _("Explainer")

    class ReviewStatus(models.TextChoices):
        """Who has checked it. Being checked by an editor is not a clinical review, and the page says so."""

        EDITORIAL = "editorial", _("Editorially checked")
        CLINICAL = "clinical", _("Clinically reviewed")

    headline = models.CharField(_("headline"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.EXPLAINER)
    summary = models.TextField(_("short answer"), help_text=_("The answer in two or three short sentences."))
    intro = RichTextField(_("opening"), features=FEATURES, blank=True)
    sections = StreamField([("section", SectionBlock())], verbose_name=_("before the stages"), blank=True)
    ask_first = StreamField([("situation", SituationBlock())], verbose_name=_("who should ask first"), blank=True)
    stages = StreamField([("stage", StageBlock())], verbose_name=_("stages"), blank=True, collapsed=True)
    after = StreamField([("section", SectionBlock())], verbose_name=_("after the stages"), blank=True)
    stop_signs = StreamField([("sign", TextBlock(label=_("Sign"), rows=2))], verbose_name=_("stop signs"), blank=True)
    care_cards = StreamField([("card", CareCardBlock())], verbose_name=_("when to get help"), blank=True)
    sources = StreamField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    last_reviewed = models.DateField(
        _("last checked"), null=True, blank=True, help_text=_("Only after the whole page was checked.")
    )
    next_review = models.DateField(_("next review due"), null=True, blank=True)
    review_status = models.CharField(
        _("review"), max_length=20, choices=ReviewStatus.choices, default=ReviewStatus.EDITORIAL
    )
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    template = "education/guide_page.html"
    base_form_class = GuidePageForm
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
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("headline"),
                    FieldPanel("kind"),
                    FieldPanel("summary"),
                    FieldPanel("intro"),
                    FieldPanel("sections"),
                ],
                heading=_("Opening"),
            ),
            ObjectList(
                [FieldPanel("ask_first"), FieldPanel("stop_signs"), FieldPanel("care_cards")], heading=_("Safety")
            ),
            ObjectList([FieldPanel("stages"), FieldPanel("after")], heading=_("Stages")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("review_status"),
                            FieldPanel("reviewer"),
                            FieldPanel("last_reviewed"),
                            FieldPanel("next_review"),
                        ],
                        heading=_("Review"),
                    ),
                    FieldPanel("sources"),
                    InlinePanel("related", label=_("Read next"), max_num=3),
                ],
                heading=_("Review and sources"),
            ),
            ObjectList([*Page.promote_panels, *Page.settings_panels], heading=_("Address and dates")),
        ]
    )

    @property
    def ready_tags(self) -> tuple[str, ...]:
        """What this page shows: guides, and every product picked for it."""
        return ("guides", *(f"product:{pick.product.pk}" for pick in picks_of(self) if pick.product))

    @property
    def counts_stages(self) -> bool:
        """Whether its stages are steps in an order, and so numbered."""
        return bool(self.kind == self.Kind.STEP_BY_STEP)

    def clean(self) -> None:
        """A clinical review needs a clinician, and the dates must be in order."""
        super().clean()
        if self.review_status == self.ReviewStatus.CLINICAL and not (self.reviewer and self.reviewer.is_clinician):
            raise ValidationError(
                {"reviewer": _("Name the clinician who reviewed it, or choose “Editorially checked”.")}
            )
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            raise ValidationError({"next_review": _("The next review comes after the last one.")})

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision whose picks keep to their rules; raises `publishing.UnsafePick` for any other."""
        if publishing.may_go_live(revision, scheduled=kwargs.get("log_action") == "wagtail.publish.scheduled"):
            return super().publish(revision, *args, **kwargs)
        return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`guide` (GuideView), `crumbs` and `seo` beside Wagtail's own."""
        from education import selectors

        guide = selectors.guide_view(self, active_market())
        crumbs = selectors.guide_crumbs(self)
        return {
            **super().get_context(request, *args, **kwargs),
            "guide": guide,
            "crumbs": crumbs,
            "seo": selectors.guide_seo(self, guide=guide, crumbs=crumbs),
        }


class RelatedGuide(Orderable):
    """A guide to read after this one."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="related")
    guide = models.ForeignKey(GuidePage, models.CASCADE, related_name="+", verbose_name=_("guide"))

    panels: ClassVar = [PageChooserPanel("guide")]

    class Meta(Orderable.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "guide"], name="one_related_guide_each")]


class StageProduct(models.Model):
    """One pick of a live guide as a row, made by `projection`; `position` is the stage's place in its guide, from 0."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    guide_title = models.CharField(max_length=255)
    anchor = models.CharField(max_length=60)
    stage_title = models.CharField(max_length=120)
    stage_number = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="stage_products")
    reason = models.CharField(max_length=200, blank=True)
    limits_stage = models.CharField(max_length=60, blank=True)
    max_diameter_mm = models.PositiveSmallIntegerField(null=True)
    max_osmolality = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["guide_title", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "anchor", "product"], name="one_row_per_stage_and_product")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.guide_title}#{self.anchor}"

    @property
    def criteria(self) -> StageCriteria:
        """What its stage asks of it."""
        return StageCriteria(
            stage=self.limits_stage or None,
            max_diameter_mm=self.max_diameter_mm,
            max_osmolality=self.max_osmolality,
        )
