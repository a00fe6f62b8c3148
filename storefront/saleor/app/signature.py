"""Verify that the configured Saleor signed a webhook or a staff token.

A webhook has a detached JWS (RS256, b64=false, RFC 7797) over the raw body; a Dashboard user's token is a JWT signed
with the same key. One is never accepted in place of the other.

The keys come from Saleor's `/.well-known/jwks.json`, are cached for an hour, and are fetched again for an unknown key,
at most once in 30 seconds.
"""

import binascii
import json

import msgspec
from django.conf import settings
from django.core.cache import cache
from joserfc import jws
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import Key, KeySet

from storefront.saleor.client import api

JWKS_PATH = "/.well-known/jwks.json"
KEEP_SECONDS = 3600
ASK_AGAIN_SECONDS = 30


class NotSigned(Exception):
    """The signature is missing, unreadable, by an unknown key, or does not match the body."""


class _Header(msgspec.Struct, frozen=True):
    kid: str
    alg: str
    b64: bool = True
    crit: tuple[str, ...] = ()


class _Registry(jws.JWSRegistry):
    """RS256 only, and bodies up to the server's limit."""

    max_payload_length = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


_REGISTRY = _Registry(algorithms=["RS256"])


def verify(body: bytes, *, signature: str) -> None:
    """Raise NotSigned unless `signature` (the Saleor-Signature header) is the configured Saleor's for exactly `body`.

    Raises Unavailable when Saleor's keys cannot be fetched.
    """
    header = _read_header(signature)
    try:
        jws.deserialize_compact(signature, _key(header.kid), registry=_REGISTRY, payload=body)
    except (JoseError, ValueError) as error:
        raise NotSigned(f"the signature does not fit: {type(error).__name__}") from error


def verify_token(token: str) -> bytes:
    """Return the claims (JSON) of a token signed by the configured Saleor, without checking them, not even expiry.

    Raises NotSigned, and Unavailable as `verify` does.
    """
    head, *rest = token.split(".")
    if len(rest) != 2 or not all(rest):
        raise NotSigned("the token is absent or no token")
    header = _decoded(head)
    if not header.b64 or header.crit or header.alg != "RS256":
        raise NotSigned("the token is of another kind")
    try:
        return jws.deserialize_compact(token, _key(header.kid), registry=_REGISTRY).payload
    except (JoseError, ValueError) as error:
        raise NotSigned(f"the token's signature does not fit: {type(error).__name__}") from error


def _read_header(signature: str) -> _Header:
    """Return the protected header of a detached JWS with an unencoded payload; anything else is refused.

    Saleor signs access tokens with the same key. As a signature they would carry a payload of their own, and with that
    removed they still lack b64=false.
    """
    head, *payload = signature.split(".")[:-1] if signature.count(".") == 2 else ("", "x")
    if payload != [""]:
        raise NotSigned("the signature is absent or not detached")
    header = _decoded(head)
    if header.b64 or header.alg != "RS256":
        raise NotSigned("the signature is of another kind")
    return header


def _decoded(head: str) -> _Header:
    try:
        raw = binascii.a2b_base64(head.replace("-", "+").replace("_", "/") + "=" * (-len(head) % 4))
        return msgspec.json.decode(raw, type=_Header)
    except (ValueError, msgspec.DecodeError) as error:
        raise NotSigned("the signature's header does not read") from error


def _key(kid: str) -> Key:
    """Return the configured Saleor's key with this ID."""
    name = f"saleor-jwks:{settings.SALEOR_API_URL}"
    kept = cache.get(name)
    if kept is not None:
        try:
            return _key_in(kept, kid)
        except NotSigned:
            if not cache.add(f"{name}:asked", True, ASK_AGAIN_SECONDS):
                raise
    served = api.fetch(JWKS_PATH)
    cache.set(name, served, KEEP_SECONDS)
    return _key_in(served, kid)


def _key_in(served: bytes, kid: str) -> Key:
    try:
        return KeySet.import_key_set(json.loads(served)).get_by_kid(kid)
    except InvalidKeyIdError as error:
        raise NotSigned("the signature is by an unknown key") from error
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotSigned("Saleor's keys do not read") from error
