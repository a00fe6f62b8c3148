"""Only what the configured Saleor signed is accepted, byte for byte."""

import base64
import json
from pathlib import Path

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from storefront.saleor.app.signature import NotSigned, verify
from storefront.saleor.client import api, errors
from tests.saleor.app.signing import KID, Saleor, jwks, key, sign

BODY = b'{"issuedAt": "2026-11-22T20:00:00+00:00", "product": {"slug": "apple-juice"}}'
SIGNED_BY_US = Path(__file__).parent / "signed.json"
# Beside the repository, where there is one: webhooks exactly as a Saleor 3.23.28 sent them.
SIGNED_BY_SALEOR = Path(__file__).parents[4] / "shared" / "saleor" / "signed-webhooks.json"


def samples() -> list[tuple[bytes, bytes, str]]:
    """Return keys, body and signature of every recorded webhook."""
    found = []
    for path in filter(Path.exists, (SIGNED_BY_US, SIGNED_BY_SALEOR)):
        recorded = json.loads(path.read_text())
        keys = json.dumps(recorded["jwks"]).encode()
        found += [
            (keys, webhook["body"].encode(), webhook["headers"]["Saleor-Signature"]) for webhook in recorded["webhooks"]
        ]
    return found


@pytest.mark.parametrize(("keys", "body", "signature"), samples())
def test_a_recorded_webhook_verifies_and_no_byte_of_it_may_change(
    saleor: Saleor, keys: bytes, body: bytes, signature: str
) -> None:
    saleor.served = keys

    verify(body, signature=signature)
    for place in range(len(body)):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        with pytest.raises(NotSigned):
            verify(changed, signature=signature)
    for shortened in (body[:-1], body[1:], body + b" ", b""):
        with pytest.raises(NotSigned):
            verify(shortened, signature=signature)


def test_no_character_of_the_signature_may_change(saleor: Saleor) -> None:
    signature = sign(BODY)
    for place in range(len(signature)):
        other = "A" if signature[place] != "A" else "B"
        with pytest.raises(NotSigned):
            verify(BODY, signature=signature[:place] + other + signature[place + 1 :])


@pytest.mark.parametrize("signature", ["", "..", "nonsense", "a.b", "a..b", "a.b.c.d", "\u00e9..\u00e9", "." * 9000])
def test_what_is_no_signature_is_refused(saleor: Saleor, signature: str) -> None:
    with pytest.raises(NotSigned):
        verify(BODY, signature=signature)


def test_an_access_token_of_saleors_own_is_no_signature(saleor: Saleor) -> None:
    token = jwt.encode({"alg": "RS256", "kid": KID}, {"email": "ada@example.com"}, key())
    header, claims, signature = token.split(".")
    body = base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4))

    for forged in (token, f"{header}..{signature}"):
        with pytest.raises(NotSigned):
            verify(body, signature=forged)


def test_a_signature_by_a_key_of_the_same_name_is_refused(saleor: Saleor) -> None:
    other = RSAKey.generate_key(2048, {"kid": KID})

    with pytest.raises(NotSigned):
        verify(BODY, signature=sign(BODY, by=other))


def test_keys_are_asked_for_once(saleor: Saleor) -> None:
    verify(BODY, signature=sign(BODY))
    verify(BODY, signature=sign(BODY))

    assert saleor.asked == ["/.well-known/jwks.json"]


def test_a_new_key_is_fetched_when_saleor_changes_its_keys(saleor: Saleor) -> None:
    verify(BODY, signature=sign(BODY))
    new = RSAKey.generate_key(2048, {"kid": "new"})
    saleor.served = jwks(new)

    verify(BODY, signature=sign(BODY, by=new, kid="new"))

    assert len(saleor.asked) == 2


def test_unknown_keys_cannot_make_us_ask_saleor_again_and_again(saleor: Saleor) -> None:
    verify(BODY, signature=sign(BODY))
    for attempt in range(5):
        with pytest.raises(NotSigned):
            verify(BODY, signature=sign(BODY, kid=f"unknown-{attempt}"))

    assert len(saleor.asked) == 2


@pytest.mark.parametrize("served", [b"nothing", b"{}", b'{"keys": []}', b'{"keys": [{"kty": "RSA"}]}'])
def test_keys_that_do_not_read_verify_nothing(saleor: Saleor, served: bytes) -> None:
    saleor.served = served

    with pytest.raises(NotSigned):
        verify(BODY, signature=sign(BODY))


def test_an_unavailable_saleor_is_distinguished_from_a_bad_signature(saleor: Saleor) -> None:
    away = httpx2.MockTransport(lambda request: httpx2.Response(502))

    with api.override_transport(away), pytest.raises(errors.Unavailable):
        verify(BODY, signature=sign(BODY))
