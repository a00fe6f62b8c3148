"""Normalise and check what the merchant types into their record. Each refusal says what to enter."""

import re

import idna
import phonenumbers
from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from storefront.core.text.typed_text import clean_code

_COUNTRIES = frozenset(code for code in map(str, Locale("en").territories) if re.fullmatch(r"[A-Z]{2}", code)) - {
    "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ",
}  # fmt: skip
"""ISO 3166 codes, as the locale data lists them, without groups of countries and unknown ones."""
_EU_COUNTRIES = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT"),
        *("LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
"""Prefixes of VAT numbers: Greece has its own, EL."""
_VAT_NUMBERS = {
    "GB": re.compile(r"GB(\d{9}|\d{12}|(GD|HA)\d{3})"),
    "XI": re.compile(r"XI(\d{9}|\d{12})"),
    "DE": re.compile(r"DE\d{9}"),
    "IE": re.compile(r"IE(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])"),
}
"""VAT numbers by prefix. Those of other EU countries are checked for their prefix and length only."""
_OTHER_VAT_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,12}")
_EORI_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z]{1,15}")
_STATEMENT_NAME = re.compile(r"[A-Za-z0-9 .,&/+-]{5,22}")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def clean_country(text: str) -> str:
    """Return an ISO 3166 code in capitals. Raises ValidationError."""
    code = clean_code(text).upper()
    if code and code not in _COUNTRIES:
        raise ValidationError(_("Enter a country code of two letters, such as GB or DE."))
    return code


def clean_countries(text: str) -> str:
    """Return ISO 3166 codes with a space between them, each once. Raises ValidationError."""
    codes = [clean_code(part).upper() for part in re.split(r"[\s,;]+", text) if part.strip()]
    unknown = [code for code in codes if code not in _COUNTRIES]
    if unknown:
        raise ValidationError(
            _("No country has the code %(code)s. Enter codes of two letters, such as GB IE."),
            params={"code": unknown[0][:20]},
        )
    return " ".join(dict.fromkeys(codes))


def clean_phone(text: str, country: str) -> str:
    """Return a phone number as it is dialled from abroad, such as +44 20 7946 0018. Raises ValidationError.

    `country` is where a number without its own country code belongs.
    """
    typed = clean_code(text)
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("Enter a phone number with its country code, such as +44 20 7946 0018.")) from error
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(_("This phone number is too short or too long. Enter it as +44 20 7946 0018."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def clean_vat_number(text: str) -> str:
    """Return a VAT number without spaces, such as GB123456789. Raises ValidationError."""
    number = re.sub(r"[\s.-]", "", clean_code(text)).upper()
    if not number:
        return ""
    prefix = number[:2]
    if prefix in _VAT_NUMBERS:
        is_valid = _VAT_NUMBERS[prefix].fullmatch(number)
    else:
        is_valid = _OTHER_VAT_NUMBER.fullmatch(number) if prefix in _EU_COUNTRIES or prefix in _COUNTRIES else None
    if not is_valid:
        raise ValidationError(_("Enter the VAT number with its country, such as GB123456789 or DE123456789."))
    return number


def clean_eori_number(text: str) -> str:
    """Return an EORI number without spaces, such as GB123456789000. Raises ValidationError."""
    number = re.sub(r"[\s.-]", "", clean_code(text)).upper()
    if number and not _EORI_NUMBER.fullmatch(number):
        raise ValidationError(_("Enter the EORI number with its country, such as GB123456789000."))
    return number


def clean_number(text: str) -> str:
    """Return a registration number on one line, in plain characters."""
    return clean_code(text)


def clean_statement_name(text: str) -> str:
    """Return the name for bank statements. Raises ValidationError where banks would alter or refuse it."""
    name = clean_code(text)
    if name and not (_STATEMENT_NAME.fullmatch(name) and re.search(r"[A-Za-z]", name)):
        raise ValidationError(
            _("Enter 5 to 22 letters, digits or spaces, at least one of them a letter: banks show nothing else.")
        )
    return name


def clean_domain(text: str) -> str:
    """Return a domain in lower case, without scheme and path; an international one in Punycode.

    Raises ValidationError.
    """
    typed = clean_code(text).lower()
    if not typed:
        return ""
    host = re.sub(r"^[a-z]+://", "", typed).split("/")[0].split(":")[0].rstrip(".")
    try:
        domain = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise ValidationError(_("Enter the domain alone, such as shop.example.com."))
    return domain
