"""The kinds of policies that a market's law may ask for."""

from enum import StrEnum


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
