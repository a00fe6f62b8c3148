"""When to ask a clinician first, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A situation and what to do first. Without `sources` it is the shop's own advice."""

    situation: str | Promise
    advice: str | Promise
    sources: tuple[str, ...] = ()


CAUTIONS = (
    Caution(
        situation=_("Piles"),
        advice=_("Wait until they have settled. See a GP if they bleed."),
        sources=("S54",),
    ),
    Caution(situation=_("An anal fissure"), advice=_("Let it heal, and see a GP."), sources=("S55",)),
    Caution(
        situation=_("Inflammatory bowel disease, a fistula or a pouch"),
        advice=_("Ask your bowel disease team."),
        sources=("S56",),
    ),
    Caution(
        situation=_("A recent operation on the bowel or pelvis"),
        advice=_("Ask your surgical team when it is safe."),
        sources=("S57",),
    ),
    Caution(
        situation=_("A prostate test or treatment, planned or recent"),
        advice=_("Ask your care team how long to wait."),
        sources=("S58", "S59"),
    ),
    Caution(
        situation=_("Pregnancy"),
        advice=_("Ask your midwife or doctor. With bleeding, a low placenta or broken waters: avoid it."),
        sources=("S60",),
    ),
    Caution(
        situation=_("A recent birth, blood thinners, poor healing or numbness"),
        advice=_("Ask a doctor or nurse first."),
    ),
)
CODES: Mapping[str, None] = dict.fromkeys(code for each in CAUTIONS for code in each.sources)
"""The codes of all sources of the cautions."""
SHARED_CODES = ("S15",)
"""The codes of the sources of the advice on sharing a toy."""
