"""The demo's brand and merchant: invented, with addresses and numbers that cannot exist."""

from storefront.core.markets import Market, all_markets, is_in_european_union
from storefront.merchant.models import UNNAMED, Brand, MerchantProfile
from storefront.merchant.models.confirmations import DutyConfirmation
from storefront.merchant.policies.drafts import create_missing_policies

_EVERYWHERE = {
    "slogan": "Small steps, no hurry.",
    "legal_name": "Gradual Demo",
    "email": "service@gradual.example",
    "domain": "gradual.example",
    "statement_name": "GRADUAL",
    "payment_means": "card",
}
_BY_COUNTRY: dict[str, dict[str, object]] = {
    "GB": {
        "legal_form": "Ltd",
        "represented_by": "Robin Example",
        "address": "1 Example Street\nExampleton EX1 1EX\nUnited Kingdom",
        "country": "GB",
        "phone": "+44 20 7946 0018",
        "register_name": "Companies House",
        "register_number": "00000000",
        "vat_number": "GB000000000",
        "eori_number": "GB000000000000",
        "weee_number": "WEE/XX0000XX",
        "uk_responsible_person": "Gradual Demo Ltd\n1 Example Street, Exampleton EX1 1EX",
        "supervisory_authority": "Information Commissioner's Office\nico.org.uk",
        "return_address": "Gradual Demo returns\n2 Example Street\nExampleton EX1 1EX",
        "delivery_countries": "GB",
        "delivery_cost_text": "£2.90 in the United Kingdom",
        "delivery_days_min": 2,
        "delivery_days_max": 3,
        "ships_from": "GB",
        "return_days": 14,
    },
    "US": {
        "legal_form": "LLC",
        "represented_by": "Robin Example",
        "address": "1 Example Street\nExampleton, NY 00000\nUSA",
        "country": "US",
        "phone": "+1 202-555-0143",
        "register_name": "New York Department of State",
        "register_number": "0000000",
        "return_address": "Gradual Demo returns\n2 Example Street\nExampleton, NY 00000",
        "delivery_countries": "US",
        "delivery_cost_text": "$6.90 in the United States",
        "delivery_days_min": 5,
        "delivery_days_max": 8,
        "ships_from": "US",
        "return_days": 14,
    },
    "IE": {
        "legal_form": "Ltd",
        "represented_by": "Robin Example",
        "address": "1 Example Quay\nDublin D00 XX00\nIreland",
        "country": "IE",
        "phone": "+353 20 915 0000",
        "register_name": "Companies Registration Office",
        "register_number": "000000",
        "vat_number": "IE0000000A",
        "eori_number": "IE0000000A",
        "weee_number": "IE00000WB",
        "battery_number": "IE00000B",
        "packaging_number": "IE-0000",
        "eu_responsible_person": "Gradual Demo Ltd\n1 Example Quay, Dublin D00 XX00, Ireland",
        "supervisory_authority": "Data Protection Commission\ndataprotection.ie",
        "return_address": "Gradual Demo returns\n2 Example Quay\nDublin D00 XX00",
        "delivery_countries": "IE",
        "delivery_cost_text": "€5.90 in Ireland",
        "delivery_days_min": 3,
        "delivery_days_max": 5,
        "ships_from": "IE",
        "return_days": 14,
    },
    "DE": {
        "slogan": "Kleine Schritte, keine Eile.",
        "legal_form": "GmbH",
        "represented_by": "Robin Beispiel",
        "address": "Beispielstraße 1\n00000 Beispielstadt\nDeutschland",
        "country": "DE",
        "phone": "+49 30 23125000",
        "register_name": "Amtsgericht Beispielstadt",
        "register_number": "HRB 00000",
        "vat_number": "DE000000000",
        "eori_number": "DE0000000",
        "weee_number": "DE 00000000",
        "battery_number": "DE 00000000",
        "packaging_number": "DE0000000000000",
        "eu_responsible_person": "Gradual Demo GmbH\nBeispielstraße 1, 00000 Beispielstadt, Deutschland",
        "supervisory_authority": "Die Datenschutzbehörde deines Bundeslandes",
        "payment_means": "Karte",
        "arbitration_body": "Wir nehmen an keinem Verfahren vor einer Verbraucherschlichtungsstelle teil.",
        "return_address": "Gradual Demo Rücksendungen\nBeispielstraße 2\n00000 Beispielstadt",
        "delivery_countries": "DE",
        "delivery_cost_text": "5,90 € innerhalb Deutschlands",
        "delivery_days_min": 3,
        "delivery_days_max": 5,
        "ships_from": "DE",
        "return_days": 14,
    },
}


def seed_merchant() -> None:
    """Write the demo's brand, and its record and policies in each market. Entered values stay."""
    brand = Brand.objects.first() or Brand(name=UNNAMED)
    if brand.name == UNNAMED:
        brand.name, brand.shows_bars = "Gradual", True
        brand.save()
    for market in all_markets():
        profile, _ = MerchantProfile.objects.get_or_create(market=market.language)
        if profile.legal_name:
            continue
        for name, value in {**_EVERYWHERE, **_BY_COUNTRY.get(market.country, {})}.items():
            setattr(profile, name, value)
        profile.save()
        if is_in_european_union(market.country):
            _confirm_missing_notice(market)
    create_missing_policies(publish=True)


def _confirm_missing_notice(market: Market) -> None:
    """Confirm the duty that the demo cannot meet: the European Commission hands out the official notice."""
    DutyConfirmation.objects.get_or_create(
        duty="eu-legal-guarantee-notice",
        market=market.language,
        product="",
        defaults={
            "text": "This is a demo that sells nothing. The official notice is not part of it.",
            "person": "The demo",
        },
    )
