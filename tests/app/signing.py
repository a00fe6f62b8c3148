"""A Saleor's key of our own for tests, and signing as Saleor signs: detached, RS256, b64=false."""

import json
from functools import cache

import httpx2
from joserfc import jws
from joserfc.jwk import RSAKey

KID = "test-key"


@cache
def key() -> RSAKey:
    """Made once a run; 3072 bits as Saleor's."""
    return RSAKey.generate_key(3072, {"kid": KID, "use": "sig", "alg": "RS256"})


def jwks(*keys: RSAKey) -> bytes:
    """What a Saleor with these keys serves."""
    return json.dumps({"keys": [each.as_dict(private=False) for each in keys or (key(),)]}).encode()


def sign(body: bytes, *, by: RSAKey | None = None, **header: object) -> str:
    """The Saleor-Signature header for `body`."""
    protected = {"alg": "RS256", "b64": False, "crit": ["b64"], "kid": KID, **header}
    return jws.detach_content(jws.serialize_compact(protected, body, by or key(), algorithms=["RS256"]))


class Saleor(httpx2.BaseTransport):
    """Serves keys at the well-known address, and answers `app { … }` to one token."""

    def __init__(self, served: bytes = b"", *, token: str = "", identifier: str = "gradual.shop") -> None:
        self.served = served or jwks()
        self.token, self.identifier = token, identifier
        self.asked: list[str] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/.well-known/jwks.json":
            return httpx2.Response(200, content=self.served)
        if request.headers.get("Authorization") == f"Bearer {self.token}":
            return httpx2.Response(200, json={"data": {"app": {"id": "QXBwOjE=", "identifier": self.identifier}}})
        return httpx2.Response(200, json={"data": {"app": None}})
