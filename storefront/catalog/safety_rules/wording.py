"""What the rules that can be edited are called at the desk, and their values in words."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.catalog.pages.formatting import format_number
from storefront.safety.choices import INGREDIENTS, MATERIALS
from storefront.safety.rules import RULES
from storefront.safety.rules.editing import EDITABLE, Additions, Cell, Limit, Section, Value
from storefront.safety.stages import STAGES

RATINGS: Mapping[str, Promise] = {
    "yes": gettext_lazy("Yes"),
    "check": gettext_lazy("Check first"),
    "no": gettext_lazy("No"),
    "never": gettext_lazy("Never"),
}
SECTIONS: Mapping[Section, Promise] = {
    Section.BARRIERS: gettext_lazy("Lubricants with condoms, dams, gloves and toys, by what lubricants list"),
    Section.MATERIALS: gettext_lazy("Lubricants with materials"),
    Section.LIMITS: gettext_lazy("Limits"),
    Section.STAGES: gettext_lazy("Limits of the stages"),
    Section.POROUS: gettext_lazy("Materials that count as porous"),
    Section.BANNED: gettext_lazy("Words for what is never sold"),
    Section.WORDS: gettext_lazy("Words that say what a product is"),
}
NOTES: Mapping[Section, Promise] = {
    Section.BARRIERS: gettext_lazy(
        "What holds where neither label says anything. A label may name a lubricant as suitable; where nothing may"
        " lift a no, choose “Never”."
    ),
    Section.MATERIALS: gettext_lazy("What holds for toys, gloves and applicators by what they are made of."),
    Section.STAGES: gettext_lazy("Leave a field empty for no limit."),
    Section.POROUS: gettext_lazy("A toy for inside use that is made of one of these is not sold."),
    Section.BANNED: gettext_lazy(
        "One word or phrase per line, at least four letters, in any language. They are looked for inside words too,"
        " without regard to accents and capitals. “Without …” refuses nothing."
    ),
    Section.WORDS: gettext_lazy(
        "One word per line. Where the kind of a product is not stated, these words in its name say what it may be."
    ),
}
_LIMITS: Mapping[str, Promise] = {
    "base_min_mm": gettext_lazy("Narrowest base"),
    "base_to_widest": gettext_lazy("Width of the base, as a multiple of the widest part"),
    "osmolality_ceiling": gettext_lazy("Highest osmolality"),
    "osmolality_close": gettext_lazy("Close to body fluids up to"),
    "ph_min": gettext_lazy("Lowest pH for anal use"),
    "ph_max": gettext_lazy("Highest pH for anal use"),
    "set_step_mm": gettext_lazy("Largest step between two sizes of a set"),
    "max_diameter_mm": gettext_lazy("Widest toy"),
    "max_insertable_mm": gettext_lazy("Longest toy"),
}
_WORDS: Mapping[str, Promise] = {
    "substances": gettext_lazy("names of the substance"),
    "effects": gettext_lazy("words for what it does"),
    "toy": gettext_lazy("A toy"),
    "lubricant": gettext_lazy("A lubricant"),
    "barrier": gettext_lazy("A condom, dam or glove"),
}


def row_label(path: str) -> str:
    """What the row of a rule is called: a barrier, a material, a stage, a limit."""
    rule = EDITABLE[path]
    match rule:
        case Cell(section=Section.BARRIERS):
            return _(RULES.labels[rule.row])
        case Cell():
            return material(rule.row)
        case Limit(section=Section.STAGES):
            return _(next(stage.title for stage in STAGES if stage.slug == rule.row))
        case Limit():
            return str(_LIMITS[rule.name])
        case Additions(section=Section.BANNED):
            return f"{_(INGREDIENTS[rule.row])}: {_WORDS[rule.name]}"
        case Additions(section=Section.WORDS):
            return str(_WORDS[rule.row])
    return str(SECTIONS[rule.section])


def label_of(path: str) -> str:
    """The name of a rule on its own, such as "Silicone: Oil"."""
    rule = EDITABLE[path]
    match rule:
        case Cell(base=base):
            return f"{row_label(path)}: {_(RULES.labels[base])}"
        case Limit(section=Section.STAGES, name=name):
            return f"{row_label(path)}: {_LIMITS[name]}"
    return row_label(path)


def material(slug: str) -> str:
    """The name of a material of the table; gloves of nitrile have a row of their own."""
    return _(MATERIALS.get(slug) or RULES.labels[slug])


def limit_label(name: str) -> str:
    """The name of a limit."""
    return str(_LIMITS[name])


def in_words(path: str, value: Value) -> str:
    """A value in words, with its unit."""
    rule = EDITABLE[path]
    if isinstance(rule, Cell):
        return str(RATINGS[str(value)])
    if isinstance(value, Decimal) and isinstance(rule, Limit):
        return f"{format_number(value)} {rule.unit.value}" if rule.unit else format_number(value)
    if isinstance(value, frozenset) and value:
        return ", ".join(material(word) if rule.section is Section.POROUS else word for word in sorted(value))
    return _("no limit") if isinstance(rule, Limit) else _("none added")
