"""The kinds of policies that a market's law may ask for."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class PolicyKind(StrEnum):
    """A policy page of the shop."""

    IMPRINT = "imprint"
    PRIVACY = "privacy"
    HEALTH_DATA = "health-data"
    TERMS = "terms"
    DELIVERY = "delivery"
    WITHDRAWAL = "withdrawal"
    ACCESSIBILITY = "accessibility"
    COOKIES = "cookies"
    CONTACT = "contact"
    COMPLAINTS = "complaints"


KIND_NAMES = {
    PolicyKind.IMPRINT: _("Who we are"),
    PolicyKind.CONTACT: _("Contact"),
    PolicyKind.TERMS: _("Terms"),
    PolicyKind.DELIVERY: _("Delivery and payment"),
    PolicyKind.WITHDRAWAL: _("Right to withdraw"),
    PolicyKind.PRIVACY: _("Privacy"),
    PolicyKind.HEALTH_DATA: _("Consumer health data"),
    PolicyKind.COOKIES: _("Cookies"),
    PolicyKind.ACCESSIBILITY: _("Accessibility"),
    PolicyKind.COMPLAINTS: _("Complaints"),
}
"""What staff call each kind, in the order in which pages link to them."""
