"""The kinds of product that the shop refuses: the rule, its limits and its sources, as the safety rules have them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.safety.choices import MATERIALS
from storefront.safety.listing import STOPS_SALE
from storefront.safety.rules import RULES, active_rules
from storefront.safety.sources import Source, grounds

_TITLES: Mapping[str, str | Promise] = {
    "local-anaesthetic": gettext_lazy("Numbing gels, creams and sprays"),
    "nonoxynol-9": gettext_lazy("Gels with nonoxynol-9"),
    "G1": gettext_lazy("Toys without a wide base"),
    "G2": gettext_lazy("Porous toys for use inside"),
    "G4": gettext_lazy("Gels that are too concentrated"),
    "G6": gettext_lazy("Oils for inside the body"),
}
_MORE_MATERIALS: Mapping[str, str | Promise] = {
    "tpr": "TPR",
    "pvc": gettext_lazy("Soft PVC"),
    "jelly": gettext_lazy("Jelly"),
    "rubber": gettext_lazy("Rubber"),
}
"""Names of porous materials that are no choice of an attribute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedKind:
    """A kind that the shop refuses. `limit` says where the rule draws the line. `is_absolute`: nothing lifts it."""

    anchor: str
    title: str
    why: str
    limit: str
    is_absolute: bool
    sources: tuple[Source, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the sources."""
        return tuple(source.code for source in self.sources)


def refused_kinds() -> tuple[RefusedKind, ...]:
    """Return every kind that a rule refuses, in the order of the rules."""
    return tuple(
        RefusedKind(
            anchor=key.lower(),
            title=str(_TITLES[key]),
            why=_(sentence),
            limit=_LIMITS.get(key, _anywhere)(),
            is_absolute=key not in STOPS_SALE,
            sources=grounds(sentence),
        )
        for key, sentence in RULES.refusals.items()
    )


def _anywhere() -> str:
    return _(
        "We look for it in the facts, the name, the description and the list of ingredients, in several languages. "
        "A label that denies it does not lift this."
    )


def _base() -> str:
    return _(
        "The base must be at least %(base)s mm wide, and at least %(times)s times as wide as the widest part that "
        "goes inside."
    ) % {"base": _number(active_rules().limits.base_min_mm), "times": _number(active_rules().limits.base_to_widest)}


def _materials() -> str:
    names = sorted(str(_MORE_MATERIALS.get(each) or _(MATERIALS[each])) for each in active_rules().porous_materials)
    return _("These materials count as porous: %(materials)s.") % {"materials": ", ".join(names)}


def _osmolality() -> str:
    return _(
        "The limit is %(ceiling)s mOsm/kg, a measure of how concentrated a gel is. Up to %(close)s is close to the "
        "fluids of the body."
    ) % {
        "ceiling": _number(active_rules().limits.osmolality_ceiling),
        "close": _number(active_rules().limits.osmolality_close),
    }


def _oil() -> str:
    return _("Anything based on oil must be stated to be for outside skin only.")


def _number(value: Decimal) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


_LIMITS: Mapping[str, Callable[[], str]] = {"G1": _base, "G2": _materials, "G4": _osmolality, "G6": _oil}
