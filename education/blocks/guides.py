"""The parts of guides, and of the home page, as editors fill them in.

A field's block determines how its value is read and written (`kind_of`) and how readers meet its text (`Prose`). A new
field needs no entry in a list.
"""

from enum import Enum, auto

from django.core.validators import RegexValidator
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from education.blocks.images import FigureBlock
from education.blocks.product_chooser import ProductChooserBlock
from education.blocks.sources import SourceCodesBlock, source_codes
from education.blocks.stages import StageCriteria, StageRule, criteria_for
from education.blocks.text import FEATURES, Prose
from education.blocks.typed import CharBlock, TextBlock
from storefront.safety.choices import Base, Firmness
from storefront.safety.stages import STAGES


class Track(TextChoices):
    """A way of practising. A part of a guide that names no track belongs to both."""

    CASUAL = "casual", _("Casual practice")
    CONCERTED = "concerted", _("Concerted practice")


class CareLevel(TextChoices):
    """How soon to get help."""

    NON_URGENT = "non-urgent", _("Non-urgent")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class FieldKind(Enum):
    """How the value of a block's field is read and written. It follows from the block, not from its name."""

    TEXT = auto()
    RICH_TEXT = auto()
    FLAG = auto()
    NUMBER = auto()
    SOURCES = auto()
    TEXTS = auto()
    FIGURES = auto()
    PICKS = auto()
    GROUP = auto()


def kind_of(block: blocks.Block) -> FieldKind:
    """Return the kind of a field by the block that holds it. A choice is a TEXT."""
    if isinstance(block, blocks.ListBlock):
        if isinstance(block.child_block, FigureBlock):
            return FieldKind.FIGURES
        return FieldKind.PICKS if isinstance(block.child_block, PickBlock) else FieldKind.TEXTS
    for block_type, kind in _KINDS.items():
        if isinstance(block, block_type):
            return kind
    return FieldKind.TEXT


def _anchor_block() -> CharBlock:
    return CharBlock(
        label=_("Anchor"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]{1,60}\Z", _("Use lower-case letters, digits and hyphens, such as adding-lubricant.")
            )
        ],
        help_text=_("The end of its address (#adding-lubricant). Links lead here, so do not change it lightly."),
    )


def _title_block() -> CharBlock:
    return CharBlock(label=_("Title"), max_length=120, prose=Prose.HEADING)


def _sources_block() -> SourceCodesBlock:
    return SourceCodesBlock(
        label=_("Sources"), required=False, help_text=_("Codes from the list of sources below, such as S1, S4.")
    )


def _track_block() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=_("Path"),
        choices=Track.choices,
        required=False,
        help_text=_("The way of practising that this is for. Empty: both."),
    )


def _fact_block(label: str | Promise, example: str) -> CharBlock:
    # Not a choice of the facts in the catalogue: a choice queries the database each time that a guide is read.
    return CharBlock(
        label=label,
        required=False,
        max_length=120,
        validators=[RegexValidator(r"^[a-z0-9-]*\Z", _("As Saleor writes it: lower-case letters, digits, hyphens."))],
        help_text=_("As the product's facts in Saleor name it, such as %(example)s.") % {"example": example},
    )


def _sentences(
    label: str | Promise, help_text: str | Promise = "", *, prose: Prose = Prose.SENTENCES
) -> blocks.ListBlock:
    return blocks.ListBlock(
        TextBlock(label=_("Sentence"), rows=2, prose=prose), label=label, help_text=help_text, default=[]
    )


class PartValue(blocks.StructValue):
    """The value of a part of a guide that may cite sources and belong to one track."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its sources, in order."""
        return source_codes(self.get("sources") or "")

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks that it belongs to: one, or both."""
        track = self.get("track")
        return (track,) if track else tuple(Track.values)


class StageValue(PartValue):
    """The value of a stage."""

    @property
    def criteria(self) -> StageCriteria:
        """The limits that every product of the stage meets."""
        limits = self["limits"]
        return criteria_for(
            self["anchor"],
            stage=limits["stage"],
            max_diameter_mm=limits["max_diameter_mm"],
            max_osmolality=limits["max_osmolality"],
        )

    @property
    def rule(self) -> StageRule:
        """The facts by which the shop adds products to the picks."""
        return StageRule(**{name: value or None for name, value in self["matching"].items() if name != "up_to"})

    @property
    def max_matches(self) -> int:
        """The number of products that the shop may add."""
        return self["matching"]["up_to"] or 0


def _figures_block() -> blocks.ListBlock:
    return blocks.ListBlock(FigureBlock(), label=_("Images"), default=[])


class SectionBlock(blocks.StructBlock):
    """A section of text."""

    anchor = _anchor_block()
    title = _title_block()
    track = _track_block()
    body = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    figures = _figures_block()
    sources = _sources_block()

    class Meta:
        form_layout = blocks.BlockGroup(children=["title", "anchor", "body", "figures", "sources"], settings=["track"])
        label = _("Section")
        icon = "pilcrow"
        description = _("A titled piece of text, with the sources it rests on.")
        label_format = "{title}"
        value_class = PartValue


class PickBlock(blocks.StructBlock):
    """A product that an editor picked for a stage, and the reason."""

    product = ProductChooserBlock(label=_("Product"))
    reason = CharBlock(
        label=_("Why it is here"),
        required=False,
        max_length=200,
        help_text=_("One plain sentence. Left empty, the product's own stage reason is shown."),
    )

    class Meta:
        label = _("Product")
        icon = "tag"
        description = _("A product that keeps to the limits of its stage.")


class LimitsBlock(blocks.StructBlock):
    """The limits that every product of a stage meets."""

    stage = blocks.ChoiceBlock(
        label=_("Judge products by"),
        choices=[(stage.slug, stage.title) for stage in STAGES],
        required=False,
        help_text=_("A stage with one of the six anchors is always judged by itself. Empty: the shop's general rules."),
    )
    max_diameter_mm = blocks.IntegerBlock(
        label=_("Widest part, mm, at most"), required=False, min_value=1, max_value=100
    )
    max_osmolality = blocks.IntegerBlock(
        label=_("Osmolality, mOsm/kg, at most"), required=False, min_value=1, max_value=1200
    )

    class Meta:
        label = _("Limits for products")
        icon = "warning"
        collapsed = True


class MatchingBlock(blocks.StructBlock):
    """Products that the shop adds after the picks: those within the limits whose facts state all of this."""

    up_to = blocks.IntegerBlock(
        label=_("Add up to"),
        default=0,
        min_value=0,
        max_value=8,
        help_text=_("How many products may be added. 0: only those picked by hand."),
    )
    kind = _fact_block(_("Kind"), "graduated-set")
    base = blocks.ChoiceBlock(label=_("Base"), choices=[(base.value, base.value) for base in Base], required=False)
    material = _fact_block(_("Material"), "silicone")
    firmness = blocks.ChoiceBlock(
        label=_("Firmness"), choices=[(firmness.value, firmness.value) for firmness in Firmness], required=False
    )
    power = _fact_block(_("Power"), "usb-rechargeable")
    flared_base = blocks.BooleanBlock(label=_("Has a flared base"), required=False)

    class Meta:
        label = _("Products that the shop adds by itself")
        icon = "search"
        collapsed = True


class StageBlock(blocks.StructBlock):
    """A stage: its text, what is good to know, when to stop, and its products.

    docs/howto/add-a-stage-field.md says how to add a field.
    """

    anchor = _anchor_block()
    title = _title_block()
    optional = blocks.BooleanBlock(label=_("Optional"), required=False)
    track = _track_block()
    purpose = CharBlock(
        label=_("Purpose"),
        max_length=200,
        help_text=_("What this stage is for, in one sentence."),
        prose=Prose.SENTENCES,
    )
    body = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    figures = _figures_block()
    good_to_know = _sentences(_("Good to know"))
    stop_if = _sentences(
        _("Stop if"), _("Each goes on from “Stop if …”, so it starts with a small letter."), prose=Prose.LIST_ITEM
    )
    sources = _sources_block()
    limits = LimitsBlock()
    matching = MatchingBlock(reviewed=False)
    products = blocks.ListBlock(PickBlock(), label=_("From our shop, for this stage"), default=[], reviewed=False)

    class Meta:
        form_layout = blocks.BlockGroup(
            children=[
                "title",
                "anchor",
                "purpose",
                "body",
                "figures",
                "good_to_know",
                "stop_if",
                "sources",
                "products",
            ],
            settings=["track", "optional", "limits", "matching"],
        )
        label = _("Stage")
        icon = "order"
        description = _("One step, with its safety text and the products that suit it.")
        label_format = "{title}"
        value_class = StageValue


class SituationBlock(blocks.StructBlock):
    """A situation in which readers should ask a clinician first."""

    situation = CharBlock(label=_("Situation"), max_length=120, prose=Prose.HEADING)
    message = TextBlock(label=_("What to do"), rows=3)
    sources = _sources_block()

    class Meta:
        label = _("Situation")
        icon = "help"
        description = _("Who should ask a clinician before they start, and whom.")
        value_class = PartValue


class CareCardBlock(blocks.StructBlock):
    """When and where to get help."""

    level = blocks.ChoiceBlock(label=_("Level"), choices=CareLevel.choices)
    title = _title_block()
    body = _sentences(_("Sentences"))
    sources = _sources_block()

    class Meta:
        label = _("Care card")
        icon = "warning"
        description = _("When to see a GP, when to ask at once, and when it is an emergency.")
        value_class = PartValue


class CommitmentBlock(blocks.StructBlock):
    """A promise that the shop makes on its home page."""

    title = CharBlock(label=_("Title"), max_length=80)
    text = TextBlock(label=_("Text"), rows=3)

    class Meta:
        label = _("Promise")
        icon = "tick"
        description = _("Something we do, and can show that we do.")


_KINDS: dict[type[blocks.Block], FieldKind] = {
    blocks.RichTextBlock: FieldKind.RICH_TEXT,
    blocks.BooleanBlock: FieldKind.FLAG,
    blocks.IntegerBlock: FieldKind.NUMBER,
    SourceCodesBlock: FieldKind.SOURCES,
    blocks.StructBlock: FieldKind.GROUP,
}
