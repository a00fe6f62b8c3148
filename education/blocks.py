"""The pieces that a guide is made of, as editors fill them in."""

import re
from itertools import chain
from typing import Any

from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from education.admin.product_chooser import ProductChooserBlock
from education.image_blocks import ImageKeyBlock
from education.partial_dates import refuse_no_date
from education.stage_products.picks import StageCriteria, StageRule, criteria_for
from storefront.safety.choices import Base, Firmness
from storefront.safety.stages import STAGES

FEATURES = ["bold", "italic", "link", "ol", "ul", "h3"]
"""What editors may do to text; nothing that carries pictures, embeds or markup of their own."""

SOURCE_KINDS = [("official", _("Official")), ("research", _("Research")), ("secondary", _("Second-hand"))]
PATHS = [("casual", _("Casual practice")), ("concerted", _("Concerted practice"))]
"""Two ways through a guide; a part that names neither belongs to both."""

CARE_LEVELS = [("non-urgent", _("Non-urgent")), ("urgent", _("Urgent")), ("emergency", _("Emergency"))]

_anchor = RegexValidator(
    r"^[a-z][a-z0-9-]{1,60}\Z", _("Use lower-case letters, digits and hyphens, such as adding-lubricant.")
)


def source_codes(text: str) -> tuple[str, ...]:
    """The codes in a field such as "S1, S4", in order."""
    return tuple(dict.fromkeys(re.findall(r"[^\s,;]+", text)))


def _anchor_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Anchor"),
        max_length=60,
        validators=[_anchor],
        help_text=_("The end of its address (#adding-lubricant). Links lead here, so do not change it lightly."),
    )


def _sources_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("Sources"), required=False, help_text=_("Codes from the list of sources below, such as S1, S4.")
    )


def _paths_block() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        label=_("Path"),
        choices=PATHS,
        required=False,
        help_text=_("The way of practising that this is for. Empty: both."),
    )


def _stated_block(label: Any, example: str) -> blocks.CharBlock:
    # Not a choice of what the catalogue states: a choice asks the database each time that a guide is read.
    return blocks.CharBlock(
        label=label,
        required=False,
        max_length=120,
        validators=[RegexValidator(r"^[a-z0-9-]*\Z", _("As Saleor writes it: lower-case letters, digits, hyphens."))],
        help_text=_("As the product's facts in Saleor name it, such as %(example)s.") % {"example": example},
    )


def _date_block(label: Any, help_text: Any) -> blocks.CharBlock:
    # Not a day: of many sources only the year is known.
    return blocks.CharBlock(
        label=label,
        required=False,
        max_length=10,
        validators=[refuse_no_date],
        help_text=format_lazy("{} {}", help_text, _("As exactly as it is known: 2022, 2022-02 or 2022-02-23.")),
    )


def _sentences(label: Any, help_text: Any = "") -> blocks.ListBlock:
    return blocks.ListBlock(blocks.TextBlock(label=_("Sentence"), rows=2), label=label, help_text=help_text, default=[])


class Sourced(blocks.StructValue):
    """A value with a field of source codes."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes it cites, in order."""
        return source_codes(self.get("sources") or "")

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that it belongs to: `casual`, `concerted`, or both."""
        named = self.get("paths")
        return (named,) if named else tuple(path for path, _label in PATHS)


class StageValue(Sourced):
    """A stage's value."""

    @property
    def criteria(self) -> StageCriteria:
        """What its products must keep to."""
        limits = self["limits"]
        return criteria_for(
            self["anchor"],
            stage=limits["stage"],
            max_diameter_mm=limits["max_diameter_mm"],
            max_osmolality=limits["max_osmolality"],
        )

    @property
    def finds(self) -> StageRule:
        """What the shop looks for, to stand beside the hand-picked products."""
        return StageRule(**{name: value or None for name, value in self["finds"].items() if name != "up_to"})

    @property
    def finds_up_to(self) -> int:
        """How many products the shop may add by itself."""
        return self["finds"]["up_to"] or 0


class FigureBlock(blocks.StructBlock):
    """An image, and in words what it shows."""

    image = ImageKeyBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Text alternative"),
        max_length=250,
        help_text=_(
            "For whoever cannot see it: what it shows and is there to tell, in the language of this page, in one or two"
            " sentences. Do not begin with “Image of”, and do not repeat the caption."
        ),
    )
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=200, help_text=_("A sentence below it, for everybody.")
    )
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=120, help_text=_("Who made it, and under which licence.")
    )

    class Meta:
        label = _("Image")
        icon = "image"
        description = _("An image with its text alternative, below the text.")
        label_format = "{alt}"


def _figures_block() -> blocks.ListBlock:
    return blocks.ListBlock(FigureBlock(), label=_("Images"), default=[])


class SectionBlock(blocks.StructBlock):
    """A section of prose."""

    anchor = _anchor_block()
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    paths = _paths_block()
    body = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    figures = _figures_block()
    sources = _sources_block()

    class Meta:
        form_layout = blocks.BlockGroup(children=["title", "anchor", "body", "figures", "sources"], settings=["paths"])
        label = _("Section")
        icon = "pilcrow"
        description = _("A titled piece of text, with the sources it rests on.")
        label_format = "{title}"
        value_class = Sourced


class PickBlock(blocks.StructBlock):
    """A product beside a stage, and why."""

    product = ProductChooserBlock(label=_("Product"))
    reason = blocks.CharBlock(
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
    """What a stage asks of its products."""

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


class FindsBlock(blocks.StructBlock):
    """What the shop adds by itself after the hand-picked products: within the limits, and stated to be all of this."""

    up_to = blocks.IntegerBlock(
        label=_("Add up to"),
        default=0,
        min_value=0,
        max_value=8,
        help_text=_("How many products may be added. 0: only those picked by hand."),
    )
    kind = _stated_block(_("Kind"), "graduated-set")
    base = blocks.ChoiceBlock(label=_("Base"), choices=[(base.value, base.value) for base in Base], required=False)
    material = _stated_block(_("Material"), "silicone")
    firmness = blocks.ChoiceBlock(
        label=_("Firmness"), choices=[(firmness.value, firmness.value) for firmness in Firmness], required=False
    )
    power = _stated_block(_("Power"), "usb-rechargeable")
    flared_base = blocks.BooleanBlock(label=_("Has a flared base"), required=False)

    class Meta:
        label = _("Products that the shop adds by itself")
        icon = "search"
        collapsed = True


class StageBlock(blocks.StructBlock):
    """A stage: text first, then what is good to know and when to stop, then products."""

    anchor = _anchor_block()
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    optional = blocks.BooleanBlock(label=_("Optional"), required=False)
    paths = _paths_block()
    purpose = blocks.CharBlock(
        label=_("Purpose"), max_length=200, help_text=_("What this stage is for, in one sentence.")
    )
    body = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    figures = _figures_block()
    good_to_know = _sentences(_("Good to know"))
    stop_if = _sentences(_("Stop if"), _("Each goes on from “Stop if …”, so it starts with a small letter."))
    sources = _sources_block()
    limits = LimitsBlock()
    finds = FindsBlock()
    products = blocks.ListBlock(PickBlock(), label=_("From our shop, for this stage"), default=[])

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
            settings=["paths", "optional", "limits", "finds"],
        )
        label = _("Stage")
        icon = "order"
        description = _("One step, with its safety text and the products that suit it.")
        label_format = "{title}"
        value_class = StageValue


class SituationBlock(blocks.StructBlock):
    """Somebody who should ask first."""

    situation = blocks.CharBlock(label=_("Situation"), max_length=120)
    message = blocks.TextBlock(label=_("What to do"), rows=3)
    sources = _sources_block()

    class Meta:
        label = _("Situation")
        icon = "help"
        description = _("Who should ask a clinician before they start, and whom.")
        value_class = Sourced


class CareCardBlock(blocks.StructBlock):
    """A care card of one of three levels."""

    level = blocks.ChoiceBlock(label=_("Level"), choices=CARE_LEVELS)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    body = _sentences(_("Sentences"))
    sources = _sources_block()

    class Meta:
        label = _("Care card")
        icon = "warning"
        description = _("When to see a GP, when to ask at once, and when it is an emergency.")
        value_class = Sourced


class SourceBlock(blocks.StructBlock):
    """Where a claim comes from."""

    code = blocks.CharBlock(label=_("Code"), max_length=12, validators=[RegexValidator(r"^[A-Za-z0-9-]+\Z")])
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    url = blocks.URLBlock(label=_("Address"), required=False)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=SOURCE_KINDS)
    published = _date_block(_("Date"), _("When it was published or last changed, as far as it says. Empty: undated."))
    read = _date_block(_("Last read by us"), _("When one of us last read it."))

    class Meta:
        label = _("Source")
        icon = "link"
        description = _("A source, and of what kind it is, so that readers can weigh it.")


class PromiseBlock(blocks.StructBlock):
    """One thing that the shop says of itself on the home page."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        label = _("Promise")
        icon = "tick"
        description = _("Something we do, and can show that we do.")


def image_keys_in(*streams: Any) -> set[int]:
    """The primary keys of all images in streams of sections and stages."""
    figures = chain.from_iterable(block.value["figures"] for block in chain(*streams))
    return {figure["image"] for figure in figures if figure["image"]}
