"""Secrets that must be kept a while, encrypted with SECRET_KEY: app tokens, checkout ids, letters not yet sent."""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class DecryptionError(Exception):
    """What was sealed does not open: it was sealed with a SECRET_KEY that is neither the present nor a fallback one."""


def encrypt(text: str) -> str:
    """The text encrypted, as printable characters; different every time."""
    return _vault().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """What `seal` was given. Raises Unreadable."""
    try:
        return _vault().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError from error


def keyed_hash(text: str) -> str:
    """What stands for a secret in a column that is searched: always the same, and worthless without SECRET_KEY."""
    return _digested(text, settings.SECRET_KEY)


def keyed_hashes(text: str) -> tuple[str, ...]:
    """Every `digest` under which it may have been kept: with SECRET_KEY, and with each of SECRET_KEY_FALLBACKS."""
    return tuple(_digested(text, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _digested(text: str, secret: str) -> str:
    return hmac.new(_derived(secret, b"gradual: known again"), text.encode(), hashlib.sha256).hexdigest()


def _vault() -> MultiFernet:
    """Seals with SECRET_KEY; opens with it and with the SECRET_KEY_FALLBACKS."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret, b"gradual: sealed")))


@cache
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
