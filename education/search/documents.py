"""The documents of the search index: the weighted texts of products, guides and glossary terms, per language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from education.blocks.text import visible_texts
from education.models import GlossaryTermPage, GuidePage
from education.search.languages import SearchLanguage, language_code, search_language
from education.search.matching.analysis import acidity, millimetres
from education.search.models import SearchEntry
from storefront.catalog.models import Product
from storefront.catalog.pages.formatting import base_name, choice_names
from storefront.safety.facts import ATTRIBUTES, ProductFacts
from storefront.safety.stages import STAGES

NAME, KIND, USED_WITH, HEADING, FACT, SUMMARY, ABSENCE, INTRO, BODY = 10.0, 8.0, 8.0, 7.0, 4.0, 4.0, 3.0, 1.5, 1.0
"""Weights of a text, from what a thing is to what is only mentioned."""
_OTHER_NAME = 9.0
_STAGE = 2.0
_CATEGORY = 10.5  # above a name: "lubricant applicators" are no lubricants
_UNSAID = frozenset(
    (
        "kind",
        "lubricant-base",
        "works-with",
        "check-with",
        "not-with",
        "free-from",
        "allergens",
        "stages",
        "return-rule",
    )
)
"""Attributes that are not facts of the product itself, or that are read on their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One entry of the index before it is analysed.

    `used_with` names other things, `breadth` says how many it works with, and `measures` are tokens such as `24mm`.
    """

    kind: SearchEntry.Kind
    key: int
    language: SearchLanguage
    names: tuple[str, ...]
    texts: tuple[tuple[float, str], ...]
    used_with: str = ""
    measures: tuple[str, ...] = ()
    anchor: str = ""
    place: str = ""
    size_mm: float | None = None
    size_ml: float | None = None
    breadth: int = 0


@dataclass(slots=True)
class _Texts:
    """Collects weighted texts."""

    found: list[tuple[float, str]] = field(default_factory=list)

    def add(self, weight: float, *texts: str) -> None:
        self.found += [(weight, text) for text in texts if text]


def product_documents(products: Sequence[Product]) -> Iterator[Document]:
    """Yield a document for each product and content language."""
    for language, _name in settings.CONTENT_LANGUAGES:
        rules = search_language(language_code(language))
        with override(language):
            yield from (_product_document(product, rules) for product in products)


def guide_documents(guides: Iterable[GuidePage]) -> Iterator[Document]:
    """Yield a document for each guide, and one for each of its stages and sections."""
    for guide in guides:
        rules = search_language(language_code(guide.locale.language_code))
        texts = _Texts()
        texts.add(NAME, guide.title)
        texts.add(HEADING, guide.headline)
        texts.add(SUMMARY, guide.summary)
        texts.add(INTRO, strip_tags(guide.intro))
        for stream in (guide.ask_first, guide.stop_signs, guide.care_cards):
            texts.add(BODY, *map(strip_tags, visible_texts(stream.stream_block, stream.raw_data)))
        yield Document(
            kind=SearchEntry.Kind.GUIDE,
            key=guide.pk,
            language=rules,
            names=(guide.title, guide.headline),
            texts=tuple(texts.found),
        )
        yield from _parts(guide, rules)


def term_documents(terms: Iterable[GlossaryTermPage]) -> Iterator[Document]:
    """Yield a document for each glossary term."""
    for term in terms:
        texts = _Texts()
        texts.add(NAME, term.title)
        texts.add(_OTHER_NAME, *term.words[1:])
        texts.add(BODY, strip_tags(term.definition))
        yield Document(
            kind=SearchEntry.Kind.TERM,
            key=term.pk,
            language=search_language(language_code(term.locale.language_code)),
            names=term.words,
            texts=tuple(texts.found),
        )


def _parts(guide: GuidePage, rules: SearchLanguage) -> Iterator[Document]:
    for stream in (guide.stages, guide.sections, guide.after):
        for item in stream.raw_data:
            part = item["value"]
            block = stream.stream_block.child_blocks[item["type"]]
            texts = _Texts()
            texts.add(HEADING, part["title"])
            texts.add(BODY, strip_tags(" ".join(visible_texts(block, part))))
            yield Document(
                kind=SearchEntry.Kind.GUIDE,
                key=guide.pk,
                language=rules,
                names=(part["title"],),
                texts=tuple(texts.found),
                anchor=part["anchor"],
                place=part["title"],
            )


def _product_document(product: Product, rules: SearchLanguage) -> Document:
    facts = product.facts
    name = product.translated("name")
    texts = _Texts()
    texts.add(NAME, name)
    texts.add(KIND, choice_names(product, "kind"))
    if product.category:
        texts.add(_CATEGORY, product.category.translated("name"))
    if facts.base:
        texts.add(FACT, base_name(facts.base))
    texts.add(KIND, choice_names(product, "material"))
    texts.add(FACT, *_stated_facts(product, facts))
    texts.add(_STAGE, *(gettext(stage.title) for stage in STAGES if stage.slug in facts.stages))
    absent = [rules.free_from.replace("%s", each) for each in choice_names(product, "free-from").split(", ") if each]
    texts.add(ABSENCE, *absent)
    texts.add(BODY, strip_tags(product.translated("description_html")), choice_names(product, "allergens"))
    texts.add(BODY, *(product.translated_text(slug) for slug in ("warnings", "stage-reason")))
    return Document(
        kind=SearchEntry.Kind.PRODUCT,
        key=product.pk,
        language=rules,
        names=(name,),
        texts=tuple(texts.found),
        used_with=choice_names(product, "works-with"),
        measures=_measures(facts),
        breadth=len(facts.works_with),
        size_mm=None if facts.widest_mm is None else float(facts.widest_mm),
        size_ml=None if facts.volume_ml is None else float(facts.volume_ml / (facts.unit_count or 1)),
    )


def _stated_facts(product: Product, facts: ProductFacts) -> Iterator[str]:
    """Yield what is stated in words: names of choices, the label of each fact that holds, and the merchant's own."""
    for slug, attribute in ATTRIBUTES.items():
        value = facts.value_of(attribute)
        if slug in _UNSAID or value is None:
            continue
        if value is True and attribute.label:
            yield gettext(attribute.label)
        elif attribute.names or (slug in product.labels and product.labels[slug]["values"]):
            yield choice_names(product, slug)
            if attribute.facet and not str(product.attributes.get(slug, [""])[0]).startswith(("no-", "none")):
                yield gettext(attribute.facet.label or attribute.label)
    for slug, label in product.labels.items():
        if slug not in ATTRIBUTES:
            value = product.attributes.get(slug)
            if value is not False:
                yield label["name"]
                yield from label["values"]


def _measures(facts: ProductFacts) -> tuple[str, ...]:
    widths = [size.diameter_mm for size in facts.sizes] or ([facts.max_diameter_mm] if facts.max_diameter_mm else [])
    measures = [millimetres(width) for width in widths]
    if facts.ph is not None:
        measures.append(acidity(facts.ph))
    return tuple(dict.fromkeys(measures))
