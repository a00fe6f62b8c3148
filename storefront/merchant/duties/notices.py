"""The notices that a duty asks to show where something is offered, in the active language.

The legal-guarantee notice of Regulation (EU) 2025/1960 is an official picture with a QR code that nobody may redraw.
The merchant uploads it in their record. Ours adds its content as text, and a link to the European Union's page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from storefront.core.text.localized_text import readers_language
from storefront.merchant.duties.evaluation import duties_in_force
from storefront.merchant.duties.goods import is_likely
from storefront.merchant.duties.rules import NoticeKind
from storefront.merchant.identity import OfficialNotice
from storefront.safety.facts import ProductFacts

_YOUR_EUROPE = "https://europa.eu/youreurope/citizens/consumers/shopping/guarantees-and-returns/index_{language}.htm"
_PROPOSITION_65 = "https://www.P65Warnings.ca.gov"
_EU_LANGUAGES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice: sentences under a title, and a plain link; `url` is empty without one.

    `picture` is the official one that the merchant uploaded; None where there is none.
    """

    kind: NoticeKind
    title: str
    sentences: tuple[str, ...]
    link: str = ""
    url: str = ""
    picture: OfficialNotice | None = None

    @property
    def picture_text(self) -> str:
        """The text alternative of the picture."""
        return _("%(title)s: the official notice of the European Union. Its content follows as text.") % {
            "title": self.title
        }


def notices_for(
    facts: ProductFacts, country: str, *, on: date, picture: OfficialNotice | None = None
) -> tuple[Notice, ...]:
    """Return what the law of a country asks to show with the offer of a product on a day.

    `picture` is the merchant's official notice on the legal guarantee.
    """
    kinds = (
        kind
        for duty in duties_in_force(country, on)
        if duty.is_of_shop or any(is_likely(goods, facts) for goods in duty.goods)
        for kind in duty.notices
    )
    notices = (_WRITERS[kind](facts) for kind in dict.fromkeys(kinds))
    return tuple(
        replace(notice, picture=picture) if notice.kind is NoticeKind.LEGAL_GUARANTEE else notice for notice in notices
    )


def _legal_guarantee(facts: ProductFacts) -> Notice:
    language = readers_language()
    return Notice(
        kind=NoticeKind.LEGAL_GUARANTEE,
        title=_("Legal guarantee of conformity"),
        sentences=(
            _("The law gives you a guarantee of at least two years from delivery, free of charge."),
            _("If a product is not as agreed, the seller must repair or replace it for free."),
            _("If that is not done in time or is not possible, you can ask for a lower price or your money back."),
        ),
        link=_("Your rights in the European Union"),
        url=_YOUR_EUROPE.format(language=language if language in _EU_LANGUAGES.split() else "en"),
    )


def _commercial_guarantee(facts: ProductFacts) -> Notice:
    months = facts.commercial_guarantee_months or 0
    years = int(months) // 12
    return Notice(
        kind=NoticeKind.COMMERCIAL_GUARANTEE,
        title=_("The maker’s guarantee of durability"),
        sentences=(
            _("The maker guarantees for %(years)s years that the whole product lasts, at no cost to you.")
            % {"years": years},
            _("The legal guarantee of at least two years is yours as well."),
        ),
    )


def _electrical_waste(facts: ProductFacts) -> Notice:
    return Notice(
        kind=NoticeKind.ELECTRICAL_WASTE,
        title=_("Old electrical devices"),
        sentences=(
            _("The crossed-out bin on the device means: do not put it in the household waste."),
            _("Take it to a collection point near you, free of charge, or to a shop that sells such devices."),
            _("Take out batteries that are not built in, and delete personal data first."),
        ),
    )


def _battery(facts: ProductFacts) -> Notice:
    return Notice(
        kind=NoticeKind.BATTERY,
        title=_("Batteries"),
        sentences=(
            _("Batteries do not belong in the household waste: the law obliges you to hand them in separately."),
            _("You can return used batteries for free to shops that sell them and to collection points."),
            _("The crossed-out bin stands for this. Cd or Pb below it means that the battery holds cadmium or lead."),
            _("They may harm health and nature when they are not treated properly. Rechargeable ones last longer."),
        ),
    )


def _proposition_65(facts: ProductFacts) -> Notice:
    return Notice(
        kind=NoticeKind.PROPOSITION_65,
        title=_("WARNING (California Proposition 65)"),
        sentences=(
            _("This product can expose you to: %(chemicals)s.")
            % {"chemicals": (facts.proposition_65_chemicals or "").rstrip(".")},
        ),
        link="www.P65Warnings.ca.gov",
        url=_PROPOSITION_65,
    )


_WRITERS: Mapping[NoticeKind, Callable[[ProductFacts], Notice]] = {
    NoticeKind.LEGAL_GUARANTEE: _legal_guarantee,
    NoticeKind.COMMERCIAL_GUARANTEE: _commercial_guarantee,
    NoticeKind.ELECTRICAL_WASTE: _electrical_waste,
    NoticeKind.BATTERY: _battery,
    NoticeKind.PROPOSITION_65: _proposition_65,
}
