"""Encrypt and hash secrets with SECRET_KEY: app tokens, checkout IDs, the contents of unsent emails."""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class DecryptionError(Exception):
    """The text was encrypted with another key than SECRET_KEY and SECRET_KEY_FALLBACKS."""


def encrypt(text: str) -> str:
    """Encrypt a text. The result is printable ASCII and different each time."""
    return _ciphers().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Return the text that `encrypt` was given. Raises DecryptionError."""
    try:
        return _ciphers().decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError from error


def keyed_hash(text: str) -> str:
    """Return a deterministic HMAC of a secret, for columns that are searched."""
    return _hmac(text, settings.SECRET_KEY)


def keyed_hashes(text: str) -> tuple[str, ...]:
    """Return the `keyed_hash` by SECRET_KEY and by each of SECRET_KEY_FALLBACKS, to find rows after a key change."""
    return tuple(_hmac(text, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _hmac(text: str, secret: str) -> str:
    return hmac.new(_derived(secret, b"gradual: keyed hash"), text.encode(), hashlib.sha256).hexdigest()


def _ciphers() -> MultiFernet:
    # Encrypts with the first key and decrypts with any.
    return MultiFernet([_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret, b"gradual: encryption")))


@cache
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
