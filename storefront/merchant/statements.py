"""What a merchant states about itself, in the active language. What is not stated does not show."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.merchant.identity import Merchant


def seller_rows(merchant: Merchant) -> tuple[tuple[str, str], ...]:
    """Return who sells, as pairs of a label and a value; an address has several lines."""
    rows = (
        (_("Seller"), " ".join(filter(None, (merchant.legal_name, merchant.legal_form))) or merchant.trading_name),
        (_("Represented by"), merchant.represented_by),
        (_("Address"), "\n".join(merchant.address)),
        (_("Email address"), merchant.email),
        (_("Phone"), merchant.phone),
        (_("Register"), " ".join(filter(None, (merchant.register_name, merchant.register_number)))),
        (_("VAT number"), merchant.vat_number),
    )
    return tuple((label, value) for label, value in rows if value)


def delivery_days(merchant: Merchant) -> str:
    """Return how long delivery takes, such as "2 to 4 working days"; empty where the merchant does not state it."""
    return working_days(merchant.delivery_days_min, merchant.delivery_days_max)


def working_days(least: int | None, most: int | None) -> str:
    """Put working days into words; empty if none are stated. Which of the two is larger does not matter."""
    known = sorted(day for day in (least, most) if day is not None)
    if not known:
        return ""
    if known[0] == known[-1]:
        return ngettext("%(days)s working day", "%(days)s working days", known[0]) % {"days": known[0]}
    return _("%(least)s to %(most)s working days") % {"least": known[0], "most": known[-1]}


def complaint_rows(merchant: Merchant) -> tuple[tuple[str, str], ...]:
    """Return where a customer can complain, and who supervises the merchant."""
    rows = (
        (_("Complaints"), merchant.email),
        (_("Arbitration"), "\n".join(merchant.arbitration_body)),
        (_("Data protection authority"), "\n".join(merchant.supervisory_authority)),
    )
    return tuple((label, value) for label, value in rows if value)
