"""Secrets that must be kept a while, encrypted with SECRET_KEY: app tokens, checkout ids, letters not yet sent."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """What was sealed does not open: it was sealed with a SECRET_KEY that is neither the present nor a fallback one."""


def seal(text: str) -> str:
    """The text encrypted, as printable characters; different every time."""
    return _vault().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given. Raises Unreadable."""
    try:
        return _vault().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _vault() -> MultiFernet:
    """Seals with SECRET_KEY; opens with it and with the SECRET_KEY_FALLBACKS."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gradual: sealed").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
