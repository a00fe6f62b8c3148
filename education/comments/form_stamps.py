"""The signed stamp in a comment form: its creation time, and the secret of the comment that it will create.

Sending a form twice therefore creates one comment. The page of the form is never cached: a stamp on a cached page would
be as old as the page, and all readers would share its secret.
"""

import re
import secrets
import time
from dataclasses import dataclass

from django.core import signing

MIN_AGE_SECONDS = 4
"""A person takes longer to read the form and write a comment."""
MAX_AGE_SECONDS = 24 * 60 * 60
"""An older form is shown again."""
_SIGNER = signing.Signer(salt="education.comments")
PATTERN = r"[A-Za-z0-9_-]{22}"
"""Regular expression of a secret."""


class InvalidStamp(Exception):
    """The stamp's signature is invalid, or it is too old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The secret of a form, and its age in seconds."""

    secret: str
    age: float


def new() -> str:
    """Return a stamp for a new form."""
    return _SIGNER.sign(f"{secrets.token_urlsafe(16)}.{int(time.time())}")


def read(stamp: str) -> Stamp:
    """Return the content of a posted stamp. Raises InvalidStamp."""
    try:
        secret, _, made_at = _SIGNER.unsign(stamp).partition(".")
    except signing.BadSignature as error:
        raise InvalidStamp from error
    age = time.time() - int(made_at)
    if age > MAX_AGE_SECONDS or not re.fullmatch(PATTERN, secret):
        raise InvalidStamp
    return Stamp(secret=secret, age=age)
