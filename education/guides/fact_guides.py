"""Which guide explains a fact of a product, for the facts table of its page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from education.localization import content_language, fallback_language, language_if_other, page_url
from education.models import GuidePage
from storefront.catalog.pages.view_models import FactRow
from storefront.core.web.links import PageLink
from storefront.page_cache.process_values import ProcessValue
from storefront.safety.facts import ProductFacts
from storefront.safety.roles import Role, role_of


@dataclass(frozen=True, slots=True)
class _Place:
    """A guide by its slug in the fallback language, and an anchor in it."""

    guide: str
    anchor: str


_TOY_MATERIAL = _Place("choosing-a-first-toy", "material")
_BARRIER_MATERIAL = _Place("what-goes-with-what", "condoms-dams-and-gloves")
_OF_FACTS: Mapping[str, _Place] = {
    "lubricant-base": _Place("choosing-a-lubricant", "what-goes-with-what"),
    "cleaning": _Place("cleaning-and-storage", "by-material"),
}
_OF_MATERIALS: Mapping[Role, _Place] = {
    Role.TOY: _TOY_MATERIAL,
    Role.HARNESS: _TOY_MATERIAL,
    Role.BARRIER: _BARRIER_MATERIAL,
    Role.IMPLEMENT: _TOY_MATERIAL,
}
_SLUGS = frozenset(place.guide for place in (*_OF_FACTS.values(), *_OF_MATERIALS.values()))


def explained(rows: tuple[FactRow, ...], facts: ProductFacts) -> tuple[FactRow, ...]:
    """Return the rows, those that a live guide explains with a link to it. No query while the guides are in memory."""
    return tuple(replace(row, guide=_guide_of(row.slug, facts)) if row.slug and row.is_stated else row for row in rows)


def _guide_of(slug: str, facts: ProductFacts) -> PageLink | None:
    place = _OF_MATERIALS.get(role_of(facts)) if slug == "material" else _OF_FACTS.get(slug)
    versions = GUIDES.get().get(place.guide, {}) if place else {}
    language = next((each for each in (content_language(), fallback_language()) if each in versions), None)
    if place is None or language is None:
        return None
    title, url_path = versions[language]
    return PageLink(title=title, url=page_url(url_path, place.anchor), language=language_if_other(language))


def _load() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Title and tree path of each live guide by its slug in the fallback language, and by language."""
    originals = GuidePage.objects.filter(slug__in=_SLUGS, locale__language_code=fallback_language())
    slugs = dict(originals.values_list("translation_key", "slug"))
    live = GuidePage.objects.live().filter(translation_key__in=slugs)
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for key, language, title, path in live.values_list("translation_key", "locale__language_code", "title", "url_path"):
        found.setdefault(slugs[key], {})[language] = (title, path)
    return found


GUIDES: ProcessValue[Mapping[str, Mapping[str, tuple[str, str]]]] = ProcessValue(_load, tag="guides", fallback=dict)
