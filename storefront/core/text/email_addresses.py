"""Email addresses as people type and paste them, and why one cannot be used."""

import re

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.core.text.typed_text import clean_code, plain_apostrophes, without_label

MAX_LOCAL_LENGTH = 64
"""Characters before the @ (RFC 5321)."""
MAX_LENGTH = 254
"""Characters of an address, as Saleor stores it."""

_NO_AT: str | Promise = _("An email address has an @ in the middle, like name@example.com.")
_SEVERAL = _("Enter one email address only, like name@example.com.")
_NO_NAME = _("Enter the part before the @ too, like name@example.com.")
_NO_DOMAIN = _("Enter the part after the @ too, like name@example.com.")
_NO_ENDING = _("The part after the @ has no ending. It should look like name@example.com.")
_COMMA = _("There is a comma in the email address. Type a full stop instead, like name@example.com.")
_SPACE = _("There is a space in the email address. Take it out, like name@example.com.")
_TOO_LONG = _("This email address is too long: at most 64 characters may be before the @, and 254 in all.")
_ACCENTS = _(
    "We cannot send email to an address with %(letter)s before the @. Enter another address, like name@example.com."
)
_DOTS = _("Check the full stops: none at the start or end, and no two in a row, like name@example.com.")
_INVALID = _("Check the email address: it should look like name@example.com.")

_is_valid_email = EmailValidator(allowlist=[])


def clean_email(text: str) -> str:
    """Return an email address as it is sent to Saleor: what was typed, without what came along when it was pasted.

    The domain is in lower case, and in Punycode if it is international. Raises ValidationError with a sentence that
    says what to change. Saleor refuses letters beyond ASCII before the @, so they are refused here.
    """
    address = _unwrapped(plain_apostrophes(clean_code(text)))
    if not address:
        return ""
    name, _at, domain = address.rpartition("@")
    problem = _problem(address, name, domain)
    if problem is not None:
        raise ValidationError(str(problem), code="invalid")
    accents = next((sign for sign in name if not sign.isascii()), None)
    if accents is not None:
        raise ValidationError(_ACCENTS, code="invalid", params={"letter": accents})
    cleaned = f"{name}@{_ascii_domain(domain)}"
    if len(name) > MAX_LOCAL_LENGTH or len(cleaned) > MAX_LENGTH:
        raise ValidationError(_TOO_LONG, code="invalid")
    try:
        _is_valid_email(cleaned)
    except ValidationError as error:
        raise ValidationError(_INVALID, code="invalid") from error
    if '"' in name or domain.startswith("["):
        raise ValidationError(_INVALID, code="invalid")
    return cleaned


def email_key(text: str) -> str:
    """Return what two spellings of the same mailbox have in common, for comparisons; never an error."""
    try:
        return clean_email(text).casefold()
    except ValidationError:
        return clean_code(text).casefold()


def _unwrapped(text: str) -> str:
    """Take the address out of `mailto:…?subject=…`, `Name <…>`, brackets, quotes and a sentence's punctuation."""
    bracketed = re.fullmatch(r"[^<>]*<\s*([^<>]*?)\s*>\W*", text)
    inner = bracketed[1] if bracketed else text
    inner = without_label(inner.lstrip(" \"'“”„«»([{"))
    inner = re.sub(r"\?(subject|body|cc|bcc)=.*$", "", inner, flags=re.IGNORECASE)
    inner = re.sub(r"\s*[(\[{]\s*at\s*[)\]}]\s*", "@", inner, flags=re.IGNORECASE)
    inner = re.sub(r"\s*[(\[{]\s*(dot|punkt)\s*[)\]}]\s*", ".", inner, flags=re.IGNORECASE)
    inner = inner.replace("\u3002", ".")  # the full stop of Chinese and Japanese keyboards
    inner = re.sub(r"\s*@\s*", "@", inner.strip(" \t<>()\"'“”„«»,;:"))
    name, at, domain = inner.rpartition("@")
    return f"{name}{at}{re.sub(r'[ ]*([.])[ ]*', r'.', domain).rstrip('.,;:!?')}" if at else inner


def _problem(address: str, name: str, domain: str) -> str | Promise | None:
    """Return what to change, or None if the address has the shape of one."""
    inner = f"{name} {domain}"
    if "@" not in address:
        return _NO_AT
    if "@" in name:
        return _SEVERAL
    if not name or not domain:
        return _NO_DOMAIN if name else _NO_NAME
    if "," in inner:
        return _COMMA
    if " " in name or " " in domain:
        return _SPACE
    if ".." in inner or name[0] == "." or name[-1] == "." or domain[0] == ".":
        return _DOTS
    return None if "." in domain else _NO_ENDING


def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return domain.lower()  # the validator refuses what is no domain
