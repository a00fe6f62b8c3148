"""The signed stamp in a form: when the form was made, and the secret of the reply that will come of it.

Two posts of one form are so one reply. The form's page is made for each reader and kept by nobody: a stamp on a page
that everyone shares would be as old as that page, and its secret everybody's.
"""

import re
import secrets
import time
from dataclasses import dataclass

from django.core import signing

SOONEST = 4
"""Seconds: nobody reads the form and writes a reply in less."""
LATEST = 24 * 60 * 60
"""Seconds: what lay open longer is looked over once more."""
_SIGNER = signing.Signer(salt="education.comments")
SHAPE = r"[A-Za-z0-9_-]{22}"
"""Of a secret."""


class Spoiled(Exception):
    """No stamp of ours, or one that is too old: the form needs a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A form's secret, and its age in seconds."""

    secret: str
    age: float


def new() -> str:
    """A stamp for a form that is made now."""
    return _SIGNER.sign(f"{secrets.token_urlsafe(16)}.{time.time():.0f}")


def read(stamp: str) -> Stamp:
    """What a posted stamp says. Raises Spoiled."""
    try:
        secret, _, made_at = _SIGNER.unsign(stamp).partition(".")
    except signing.BadSignature as error:
        raise Spoiled from error
    age = time.time() - int(made_at)
    if age > LATEST or not re.fullmatch(SHAPE, secret):
        raise Spoiled
    return Stamp(secret=secret, age=age)
