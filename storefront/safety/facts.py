"""What a product states about itself, typed: the registry of product attributes.

Each field of `ProductFacts` is declared with the description of its Saleor attribute, once. How it is read, its unit,
its filter, its line in the facts table, its translations and docs/attributes.md follow from there. To add a fact, add
a field here, its German in the translation catalogue, and a value in the demo catalogue if the demo should show it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from storefront.safety import choices
from storefront.safety.attributes import METADATA_KEY, AskedOf, Attribute, Facet, Gate, Row, Table, attribute
from storefront.safety.attributes import gettext_noop as _
from storefront.safety.choices import Base, Firmness, Proposition65, RegulatoryClass, ReturnRule
from storefront.safety.mentions import NO_MENTIONS, Mentions, find_mentions, says_what_is_absent
from storefront.safety.rules import RULES, active_rules, roles_named
from storefront.safety.value_types import (
    Bounds,
    Choice,
    Choices,
    Count,
    EnumChoice,
    Flag,
    Lines,
    Number,
    Size,
    Sizes,
    StatedValue,
    Text,
    Unit,
    Widths,
    slugified,
    words_of,
)

_WIDEST = Bounds(5, 120)
_BASE_WIDTH = Bounds(10, 250)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """Every fact the shop knows of one product; None or empty means not stated. Slugs have hyphens.

    mentions: what its names, descriptions and ingredients name, in any language.
    unclear: the attributes that are stated, and in which something cannot be read.
    """

    category: str
    mentions: Mentions = NO_MENTIONS
    unclear: frozenset[str] = frozenset()
    kind: str | None = attribute(
        "kind",
        Choice(),
        label=_("Kind of product"),
        about="what it is: `water-based-gel`, `plug`, `gloves` …; the kinds that the rules know are in `rules.toml`",
        asked_of=(AskedOf.LUBRICANT, AskedOf.TOY, AskedOf.HARNESS, AskedOf.BARRIER, AskedOf.IMPLEMENT, AskedOf.CARE),
    )
    base: Base | None = attribute(
        "lubricant-base",
        EnumChoice(Base, names=choices.BASE_NAMES),
        label=_("Lubricant base"),
        facet=Facet(1, is_named_by_us=True),
        rows=(Row(Table.LUBRICANT, 1, label=_("Made on")),),
        asked_of=(AskedOf.LUBRICANT,),
        gates=(Gate.OSMOLALITY, Gate.PH, Gate.OIL_STAYS_OUTSIDE, Gate.RETURNS),
    )
    material: str | None = attribute(
        "material",
        Choice(choices.MATERIALS),
        label=_("Material"),
        facet=Facet(2),
        rows=(Row(Table.TOY, 5), Row(Table.HARNESS, 3), Row(Table.OTHER, 1)),
        asked_of=(AskedOf.TOY, AskedOf.BARRIER, AskedOf.IMPLEMENT),
        gates=(Gate.NOT_POROUS,),
    )
    porous: bool | None = attribute(
        "porous",
        Flag(),
        about="whether the material is porous",
        asked_of=(AskedOf.INSERTED_TOY,),
        gates=(Gate.NOT_POROUS,),
    )
    sterilisable: bool | None = attribute(
        "sterilisable",
        Flag(),
        label=_("Can be sterilised"),
        facet=Facet(7),
        rows=(Row(Table.TOY, 9),),
        asked_of=(AskedOf.TOY,),
        gates=(Gate.MOTOR_IS_NOT_BOILED,),
    )
    flared_base: bool | None = attribute(
        "flared-base",
        Flag(),
        label=_("Flared base"),
        rows=(Row(Table.TOY, 4),),
        asked_of=(AskedOf.ANAL_TOY,),
        gates=(Gate.FLARED_BASE,),
    )
    max_diameter_mm: Decimal | None = attribute(
        "max-diameter",
        Number(Unit.MM, plausible=_WIDEST),
        about="the widest part",
        label=_("Widest part"),
        # The last bound is the limit of the first toy stage.
        facet=Facet(3, bounds=(20, 26, 30, 34)),
        rows=(Row(Table.TOY, 1),),
        asked_of=(AskedOf.INSERTED_TOY,),
        stated_by=("sizes",),
        gates=(Gate.FLARED_BASE, Gate.SIZES),
    )
    insertable_length_mm: Decimal | None = attribute(
        "insertable-length",
        Number(Unit.MM, plausible=Bounds(0, 400), is_zero_stated=True),
        about="0 for outside use only",
        label=_("Insertable length"),
        rows=(Row(Table.TOY, 2),),
        asked_of=(AskedOf.INSERTED_TOY,),
        stated_by=("sizes",),
    )
    base_diameter_mm: Decimal | None = attribute(
        "base-diameter",
        Number(Unit.MM, plausible=_BASE_WIDTH),
        label=_("Base width"),
        rows=(Row(Table.TOY, 3),),
        asked_of=(AskedOf.ANAL_TOY,),
        stated_by=("sizes",),
        gates=(Gate.FLARED_BASE,),
    )
    sizes: tuple[Size, ...] = attribute(
        "sizes",
        Sizes(plausible=(_WIDEST, Bounds(1, 400), _BASE_WIDTH)),
        about="a set, one size a line: `18 x 60 x 48` is widest part × insertable length × base width in mm",
        gates=(Gate.FLARED_BASE, Gate.SIZES),
    )
    ring_sizes_mm: tuple[Decimal, ...] = attribute(
        "ring-sizes",
        Widths(plausible=Bounds(10, 120)),
        about="a harness: inner ring widths in mm, one a line",
        label=_("Inner ring widths"),
        rows=(Row(Table.HARNESS, 1),),
        asked_of=(AskedOf.HARNESS,),
    )
    toy_base_min_mm: Decimal | None = attribute(
        "toy-base-min",
        Number(Unit.MM, plausible=_BASE_WIDTH),
        about="a harness: the narrowest toy base it holds",
        label=_("Narrowest toy base it holds"),
        rows=(Row(Table.HARNESS, 2),),
        asked_of=(AskedOf.HARNESS,),
    )
    retrieval: str | None = attribute(
        "retrieval",
        Choice(),
        about="what stops it slipping in: `flared-base`, `ring-handle-and-flared-base`, `none-external-only` …",
    )
    weight_g: Decimal | None = attribute(
        "weight", Number(Unit.G, plausible=Bounds(1, 20_000)), label=_("Weight"), rows=(Row(Table.ANY, 2),)
    )
    firmness: Firmness | None = attribute(
        "firmness",
        EnumChoice(Firmness, names=choices.FIRMNESSES),
        label=_("Firmness"),
        facet=Facet(4),
        rows=(Row(Table.TOY, 6),),
    )
    waterproof: str | None = attribute(
        "waterproof", Choice(choices.WATER_RATINGS), label=_("Waterproof"), facet=Facet(8), rows=(Row(Table.TOY, 8),)
    )
    power: str | None = attribute(
        "power",
        Choice(choices.POWER_SOURCES),
        label=_("Power"),
        facet=Facet(9),
        rows=(Row(Table.TOY, 7),),
        asked_of=(AskedOf.TOY,),
    )
    volume_ml: Decimal | None = attribute(
        "volume",
        Number(Unit.ML, plausible=Bounds(1, 5_000)),
        about="of all pieces together (Saleor has no millilitres: name the unit in the attribute's name)",
        label=_("Volume"),
        rows=(Row(Table.LUBRICANT, 2), Row(Table.OTHER, 3, only_if_stated=True)),
        gates=(Gate.RETURNS,),
    )
    unit_count: int | None = attribute(
        "unit-count",
        Count(Unit.PIECES, plausible=Bounds(1, 1_000)),
        label=_("Pieces"),
        rows=(Row(Table.LUBRICANT, 3, only_if_stated=True), Row(Table.OTHER, 2, only_if_stated=True)),
    )
    net_weight_g: Decimal | None = attribute(
        "net-weight",
        Number(Unit.G, plausible=Bounds(1, 20_000)),
        about="of the contents, of what is sold by weight: powder, wax, bath salt; unit prices follow from it",
        label=_("Net weight"),
        rows=(Row(Table.LUBRICANT, 11, only_if_stated=True), Row(Table.OTHER, 4, only_if_stated=True)),
        bears_on_safety=False,
    )
    osmolality: Decimal | None = attribute(
        "osmolality",
        Number(Unit.MOSM_PER_KG, plausible=Bounds(10, 10_000)),
        label=_("Osmolality"),
        rows=(Row(Table.LUBRICANT, 4),),
        asked_of=(AskedOf.WATER_OR_HYBRID,),
        gates=(Gate.OSMOLALITY,),
    )
    osmolality_note: str | None = attribute("osmolality-note", Text(), about="why an osmolality does not apply")
    ph: Decimal | None = attribute(
        "ph",
        Number(maximum=14, plausible=Bounds(3, 9)),
        label=_("pH"),
        rows=(Row(Table.LUBRICANT, 5),),
        asked_of=(AskedOf.WATER_OR_HYBRID,),
        gates=(Gate.PH,),
    )
    ph_note: str | None = attribute("ph-note", Text(), about="why a pH does not apply")
    viscosity: str | None = attribute(
        "viscosity", Choice(choices.VISCOSITIES), label=_("Thickness"), rows=(Row(Table.LUBRICANT, 6),)
    )
    works_with: frozenset[str] = attribute(
        "works-with",
        Choices(choices.COMPATIBILITY_TARGETS),
        about="for a lubricant or a care product: barriers and toy materials; for anything else: lubricant bases",
        facet=Facet(5, label=_("The label says it works with")),
        asked_of=(AskedOf.LUBRICANT, AskedOf.CARE),
        stated_by=("check-with", "not-with"),
    )
    check_with: frozenset[str] = attribute(
        "check-with", Choices(choices.COMPATIBILITY_TARGETS), about="the same, where the label says to check first"
    )
    not_with: frozenset[str] = attribute(
        "not-with", Choices(choices.COMPATIBILITY_TARGETS), about="the same, where the label says not to"
    )
    free_from: frozenset[str] = attribute(
        "free-from",
        Choices(choices.INGREDIENTS),
        label=_("Free from"),
        facet=Facet(6),
        rows=(Row(Table.ANY, 3, only_if_stated=True),),
    )
    allergens: frozenset[str] = attribute(
        "allergens",
        Choices(choices.ALLERGENS),
        label=_("Allergens"),
        # Shown when not stated too: the absence of a list is no promise.
        rows=(Row(Table.ANY, 1),),
    )
    cleaning: frozenset[str] = attribute(
        "cleaning",
        Choices(choices.CLEANING_METHODS),
        label=_("Cleaning"),
        rows=(Row(Table.ANY, 4, only_if_stated=True),),
        asked_of=(AskedOf.TOY,),
        gates=(Gate.MOTOR_IS_NOT_BOILED,),
    )
    local_anaesthetic: bool | None = attribute(
        "local-anaesthetic",
        Flag(),
        about="whether it contains one",
        label=_("Contains a local anaesthetic"),
        rows=(Row(Table.LUBRICANT, 9),),
        asked_of=(AskedOf.LUBRICANT,),
        gates=(Gate.INGREDIENTS,),
    )
    nonoxynol_9: bool | None = attribute(
        "nonoxynol-9",
        Flag(),
        about="whether it contains any",
        label=_("Contains nonoxynol-9"),
        rows=(Row(Table.LUBRICANT, 10),),
        asked_of=(AskedOf.LUBRICANT,),
        gates=(Gate.INGREDIENTS,),
    )
    internal_use: bool | None = attribute(
        "internal-use",
        Flag(),
        about="whether it is made to go inside the body",
        label=_("Made to go inside"),
        rows=(Row(Table.LUBRICANT, 7),),
        asked_of=(AskedOf.LUBRICANT, AskedOf.TOY),
        gates=(Gate.OIL_STAYS_OUTSIDE, Gate.RETURNS, Gate.EXTERNAL_WARNING),
    )
    anal_use: bool | None = attribute(
        "anal-use",
        Flag(),
        label=_("For anal use"),
        rows=(Row(Table.LUBRICANT, 8),),
        asked_of=(AskedOf.INTERNAL_LUBRICANT, AskedOf.INSERTED_TOY),
        gates=(Gate.RETURNS,),
    )
    single_user: bool | None = attribute(
        "single-user",
        Flag(),
        label=_("For one person only"),
        rows=(Row(Table.ANY, 5, only_if_stated=True),),
        gates=(Gate.RETURNS,),
    )
    shelf_life_months: Decimal | None = attribute(
        "shelf-life",
        Number(Unit.MONTHS, plausible=Bounds(1, 120)),
        label=_("Keeps, unopened"),
        rows=(Row(Table.ANY, 6, only_if_stated=True),),
    )
    period_after_opening_months: Decimal | None = attribute(
        "period-after-opening",
        Number(Unit.MONTHS, plausible=Bounds(1, 60)),
        label=_("Keeps, once open"),
        rows=(Row(Table.ANY, 7, only_if_stated=True),),
    )
    hygiene_sealed: bool | None = attribute(
        "hygiene-sealed",
        Flag(),
        label=_("Sealed for hygiene"),
        rows=(Row(Table.ANY, 8, only_if_stated=True),),
        gates=(Gate.RETURNS,),
    )
    return_rule: ReturnRule | None = attribute(
        "return-rule",
        EnumChoice(ReturnRule),
        about="the right of return that applies",
        gates=(Gate.RETURNS,),
        bears_on_safety=False,
    )
    warnings: tuple[str, ...] = attribute(
        "warnings",
        Lines(),
        about="one sentence a line",
        asked_of=(AskedOf.EXTERNAL_TOY,),
        gates=(Gate.EXTERNAL_WARNING,),
    )
    warns_against_inserting: bool | None = attribute(
        "warns-against-inserting",
        Flag(),
        about="yes where its label says, in any language, never to insert it",
        gates=(Gate.EXTERNAL_WARNING,),
    )
    sold_although: tuple[str, ...] = attribute(
        "sold-although",
        Lines(),
        about="the merchant's reason to sell it although it fails G1, G2 or G4, one a line: `G4: for clinics`",
        bears_on_safety=False,
    )
    stages: frozenset[str] = attribute(
        "stages", Choices(), about="the stages of the guides that it suits, by slug (`rules.toml`)", gates=(Gate.SIZES,)
    )
    stage_reason: str | None = attribute("stage-reason", Text(), about="why it suits its stages, one sentence")
    manufacturer_name: str | None = attribute(
        "manufacturer-name",
        Text(),
        about="asked by EU law (GPSR, article 19), as are the next three",
        label=_("Made by"),
        rows=(Row(Table.MAKER, 1),),
        bears_on_safety=False,
    )
    manufacturer_address: str | None = attribute(
        "manufacturer-address", Text(), label=_("Address"), rows=(Row(Table.MAKER, 2),), bears_on_safety=False
    )
    manufacturer_contact: str | None = attribute(
        "manufacturer-contact", Text(), label=_("Contact"), rows=(Row(Table.MAKER, 3),), bears_on_safety=False
    )
    eu_responsible_person: str | None = attribute(
        "eu-responsible-person",
        Text(),
        about="shown in markets of the EU",
        label=_("Responsible in the EU"),
        bears_on_safety=False,
    )
    uk_responsible_person: str | None = attribute(
        "uk-responsible-person",
        Text(),
        about="name and address of who answers for a cosmetic or a medical device in the UK",
        label=_("Responsible in the UK"),
        bears_on_safety=False,
    )
    gtin: str | None = attribute(
        "gtin",
        Text(),
        about="the number of its bar code (GTIN, EAN or UPC); a variant may have its own",
        label=_("Product number"),
        bears_on_safety=False,
    )
    eprel_number: str | None = attribute(
        "eprel-number",
        Text(),
        about="the number of its energy label in the EU's register (EPREL), if it has one; for product feeds",
        bears_on_safety=False,
    )
    model_number: str | None = attribute(
        "model-number",
        Text(),
        about="the maker's type, batch or model number, by which it can be told from others",
        label=_("Model"),
        rows=(Row(Table.MAKER, 4, only_if_stated=True),),
        bears_on_safety=False,
    )
    has_no_warnings: bool | None = attribute(
        "no-warnings",
        Flag(),
        about="yes where the maker gives no warnings, so that `warnings` is rightly empty",
        bears_on_safety=False,
    )
    regulatory_class: RegulatoryClass | None = attribute(
        "regulatory-class",
        EnumChoice(RegulatoryClass, names=choices.REGULATORY_CLASSES),
        about="the law under which the maker sells it in the UK and the EU",
        label=_("Sold as"),
        rows=(Row(Table.ANY, 9, only_if_stated=True),),
        bears_on_safety=False,
    )
    ingredients: str | None = attribute(
        "inci",
        Text(),
        about="a cosmetic's ingredients as on its label, by their INCI names, in that order",
        label=_("Ingredients (INCI)"),
        rows=(Row(Table.ANY, 10, only_if_stated=True),),
        bears_on_safety=False,
    )
    cyclosiloxanes_percent: Decimal | None = attribute(
        "cyclosiloxanes",
        Number(maximum=100, is_zero_stated=True),
        about="the highest content of D4, D5 or D6, each counted for itself, in percent by weight",
        label=_("D4, D5 or D6 at most, percent"),
        rows=(Row(Table.LUBRICANT, 12, only_if_stated=True),),
        bears_on_safety=False,
    )
    notified_body: str | None = attribute(
        "notified-body",
        Text(),
        about="a medical device's CE mark with the number of the notified body, such as `CE 0123`",
        label=_("CE mark and notified body"),
        rows=(Row(Table.MAKER, 5, only_if_stated=True),),
        bears_on_safety=False,
    )
    fda_clearance: str | None = attribute(
        "fda-clearance",
        Text(),
        about="the number of its clearance (510(k)) by the US Food and Drug Administration, such as `K123456`",
        label=_("FDA clearance"),
        rows=(Row(Table.MAKER, 6, only_if_stated=True),),
        bears_on_safety=False,
    )
    ce_marked: bool | None = attribute(
        "ce-marking",
        Flag(),
        about="whether an electrical product has the CE mark (in Great Britain the UKCA mark does too)",
        label=_("CE or UKCA mark"),
        rows=(Row(Table.ANY, 11, only_if_stated=True),),
        bears_on_safety=False,
    )
    battery: str | None = attribute(
        "battery",
        Choice(choices.BATTERIES),
        about="whether a battery is sold with it",
        label=_("Battery"),
        rows=(Row(Table.ANY, 12, only_if_stated=True),),
        bears_on_safety=False,
    )
    commercial_guarantee_months: Decimal | None = attribute(
        "commercial-guarantee",
        Number(Unit.MONTHS, plausible=Bounds(1, 600)),
        about="the maker's own guarantee of durability, free of charge, on the whole product",
        label=_("Maker’s guarantee"),
        rows=(Row(Table.ANY, 13, only_if_stated=True),),
        bears_on_safety=False,
    )
    proposition_65: Proposition65 | None = attribute(
        "prop-65",
        EnumChoice(Proposition65),
        about="whether California's Proposition 65 asks for a warning",
        bears_on_safety=False,
    )
    proposition_65_chemicals: str | None = attribute(
        "prop-65-chemicals",
        Text(),
        about="the chemicals that the warning has to name, and whether they cause cancer or reproductive harm",
        bears_on_safety=False,
    )
    is_sexual_device: bool | None = attribute(
        "sexual-device",
        Flag(),
        about="whether it is made mainly to stimulate genitals, which decides where it may be sent",
        bears_on_safety=False,
    )
    hs_code: str | None = attribute(
        "hs-code",
        Text(),
        about="its heading in the Harmonized System, at least six digits, for customs",
        bears_on_safety=False,
    )
    country_of_origin: str | None = attribute(
        "country-of-origin",
        Text(),
        about="the country in which it was made, for customs: two letters, such as `DE`",
        bears_on_safety=False,
    )

    @property
    def reasons_to_sell(self) -> Mapping[str, str]:
        """The merchant's reason to sell it although it fails a gate, by gate: `G4: …` in `sold_although`."""
        pairs = (line.partition(":") for line in self.sold_although)
        return {gate.strip().upper(): reason.strip() for gate, _, reason in pairs if reason.strip()}

    @property
    def is_empty(self) -> bool:
        """Whether nothing that bears on safety is stated, as for a T-shirt in another merchant's catalogue."""
        return not any(self.states(each) for each in ATTRIBUTES.values() if each.bears_on_safety)

    @property
    def widest_mm(self) -> Decimal | None:
        """The widest part of the widest piece, mm."""
        widths = [size.diameter_mm for size in self.sizes]
        if self.max_diameter_mm is not None:
            widths.append(self.max_diameter_mm)
        return max(widths, default=None)

    @property
    def longest_mm(self) -> Decimal | None:
        """The insertable length of the longest piece, mm."""
        lengths = [size.length_mm for size in self.sizes]
        if self.insertable_length_mm is not None:
            lengths.append(self.insertable_length_mm)
        return max(lengths, default=None)

    def value_of(self, described: Attribute) -> object:
        """The value of one attribute."""
        return getattr(self, described.field)

    def states(self, described: Attribute) -> bool:
        """Whether one attribute is stated."""
        return self.value_of(described) not in (None, (), frozenset())


ATTRIBUTES: Mapping[str, Attribute] = MappingProxyType(
    {
        described.slug: replace(described, field=each.name)
        for each in fields(ProductFacts)
        if (described := each.metadata.get(METADATA_KEY)) is not None
    }
)
"""Every attribute that the shop knows, by slug, in the order of docs/attributes.md."""


def read_facts(
    attributes: Mapping[str, StatedValue], *, category: str, mentions: Mentions = NO_MENTIONS
) -> ProductFacts:
    """Read a product's attributes, by slug, into facts.

    A choice is a sequence of value slugs, a number a decimal written as text, a boolean a boolean, a text a text. What
    cannot be read becomes not stated, and so do two values where one is meant. Nothing raises.

    `mentions` is what `read_mentions` found in the product's words.
    """
    stated = {slugified(slug): value for slug, value in attributes.items()}
    values: dict[str, Any] = {
        each.field: each.value.read(stated[slug]) for slug, each in ATTRIBUTES.items() if slug in stated
    }
    unclear = (
        slug for slug, value in stated.items() if slug in ATTRIBUTES and not ATTRIBUTES[slug].value.is_clear(value)
    )
    return ProductFacts(category=slugified(category), mentions=mentions, unclear=frozenset(unclear), **values)


_SAY_WHAT_IS_NOT_IN_IT = frozenset({"not-with", "warnings"})
_LIKE_NAMES = frozenset({"kind", "allergens", "inci"})


def read_mentions(
    attributes: Mapping[str, StatedValue], *, names: Iterable[str] = (), texts: Iterable[str] = ()
) -> Mentions:
    """Find what a product's words name: its names, its descriptions and its attributes, in every language.

    `names` are those of the product and its variants, `texts` the descriptions without HTML. Attributes that say what
    is not in it are left out.
    """
    names = tuple(names)
    rules = active_rules()
    roles, added = roles_named(RULES.names, names), roles_named(rules.more_names, names)
    words = {slugified(slug): " ".join(words_of(value)).replace("-", " ") for slug, value in attributes.items()}
    names = (*names, *(words[slug] for slug in words if slug in _LIKE_NAMES))
    others = (slug for slug in words if slug not in _LIKE_NAMES | _SAY_WHAT_IS_NOT_IN_IT)
    texts = (*texts, *(words[slug] for slug in others if not says_what_is_absent(slug.replace("-", " "))))
    found = find_mentions(rules.banned, names=names, texts=texts)
    return replace(found, roles=roles, added_roles=added)
