"""The merchant of a market, as pages, emails and checks read it."""

import logging
from dataclasses import dataclass, fields
from decimal import Decimal
from email.utils import parseaddr
from typing import Self

from django.conf import settings
from wagtail.images.models import AbstractImage, SourceImageIOError

from storefront.core.markets import Market
from storefront.merchant.models import TAG, MerchantProfile
from storefront.page_cache.process_values import ProcessValue

NOTICE_FILTER = "max-1200x1800|format-png"
"""The notice may be scaled, and changed in no other way (Regulation (EU) 2025/1960, annex I)."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialNotice:
    """An official picture that the merchant uploaded: the URL of its file, and the file's size in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchant:
    """Who sells in one market.

    An empty text, None or an empty tuple is not stated, and never means that the law does not ask for it. Addresses
    have one line per element. `delivery_countries` are ISO 3166 codes; delivery days are working days; amounts are in
    the market's currency, in major units.
    """

    market: str
    trading_name: str = ""
    slogan: str = ""
    legal_name: str = ""
    legal_form: str = ""
    represented_by: str = ""
    address: tuple[str, ...] = ()
    country: str = ""
    email: str = ""
    phone: str = ""
    domain: str = ""
    register_name: str = ""
    register_number: str = ""
    vat_number: str = ""
    eori_number: str = ""
    weee_number: str = ""
    battery_number: str = ""
    packaging_number: str = ""
    uk_responsible_person: tuple[str, ...] = ()
    eu_responsible_person: tuple[str, ...] = ()
    supervisory_authority: tuple[str, ...] = ()
    arbitration_body: tuple[str, ...] = ()
    statement_name: str = ""
    service_phone: str = ""
    payment_means: str = ""
    delivery_countries: tuple[str, ...] = ()
    delivery_cost_text: str = ""
    free_delivery_from: Decimal | None = None
    delivery_days_min: int | None = None
    delivery_days_max: int | None = None
    ships_from: str = ""
    return_address: tuple[str, ...] = ()
    return_days: int | None = None
    has_age_step: bool = False
    guarantee_notice: OfficialNotice | None = None

    @property
    def address_line(self) -> str:
        """The address in one line."""
        return ", ".join(self.address)

    @classmethod
    def from_profile(cls, profile: MerchantProfile) -> Self:
        """Read a merchant from the row that the admin keeps."""
        stated = {field.name: getattr(profile, field.name) for field in fields(cls)}
        lines = {name: tuple(line.strip() for line in stated[name].splitlines() if line.strip()) for name in _LINES}
        countries = tuple(code.upper() for code in stated["delivery_countries"].replace(",", " ").split())
        notice = _official_notice(stated["guarantee_notice"])
        return cls(**{**stated, **lines, "delivery_countries": countries, "guarantee_notice": notice})


def _official_notice(image: AbstractImage | None) -> OfficialNotice | None:
    if image is None:
        return None
    try:
        file = image.get_rendition(NOTICE_FILTER)
    except SourceImageIOError:
        logger.warning("the file of the notice on the legal guarantee cannot be read: its duty is unmet")
        return None
    return OfficialNotice(url=file.url, width=file.width, height=file.height)


_LINES = (
    "address",
    "uk_responsible_person",
    "eu_responsible_person",
    "supervisory_authority",
    "arbitration_body",
    "return_address",
)


def merchant_of(market: Market) -> Merchant:
    """Return who sells in `market`; a merchant who states nothing when the admin has no record of it.

    No query once the process has read the records. A page that shows a fact of it needs `models.merchant_tag`.
    """
    return _merchants.get().get(market.language) or Merchant(market=market.language)


def service_email(market: Market) -> str:
    """Return where shoppers and the shop write to the merchant: the stated address, else the one that emails are from.

    A withdrawal must arrive even where the merchant states no address.
    """
    return merchant_of(market).email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _load() -> dict[str, Merchant]:
    rows = MerchantProfile.objects.select_related("guarantee_notice")
    return {profile.market: Merchant.from_profile(profile) for profile in rows}


_merchants: ProcessValue[dict[str, Merchant]] = ProcessValue(_load, tag=TAG, fallback=dict)
