"""A test key, and signatures as Saleor makes them: detached, RS256, b64=false."""

import json
import time
from functools import cache

import httpx2
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

KID = "test-key"


@cache
def key() -> RSAKey:
    """Made once per run; 3072 bits like Saleor's."""
    return RSAKey.generate_key(3072, {"kid": KID, "use": "sig", "alg": "RS256"})


def jwks(*keys: RSAKey) -> bytes:
    """What a Saleor with these keys serves."""
    return json.dumps({"keys": [each.as_dict(private=False) for each in keys or (key(),)]}).encode()


def sign(body: bytes, *, by: RSAKey | None = None, **header: object) -> str:
    """Return the Saleor-Signature header for `body`."""
    protected = {"alg": "RS256", "b64": False, "crit": ["b64"], "kid": KID, **header}
    return jws.detach_content(jws.serialize_compact(protected, body, by or key(), algorithms=["RS256"]))


def staff_token(*, by: RSAKey | None = None, header: dict[str, object] | None = None, **claims: object) -> str:
    """Return the token that the Dashboard passes to the app's pages."""
    now = int(time.time())
    said = {
        "iat": now,
        "exp": now + 300,
        "iss": "https://saleor.example/graphql/",
        "owner": "saleor",
        "token": "aBcDeF",
        "email": "staff@example.com",
        "type": "thirdparty",
        "user_id": "VXNlcjox",
        "is_staff": True,
        "app": "QXBwOjE=",
        "permissions": ["MANAGE_PRODUCTS", "MANAGE_ORDERS"],
        "user_permissions": ["MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_STAFF"],
        **claims,
    }
    return jwt.encode({"alg": "RS256", "kid": KID, "typ": "JWT", **(header or {})}, said, by or key())


class Saleor(httpx2.BaseTransport):
    """Serve keys at the well-known path, and answer `app { … }` for one token."""

    def __init__(self, served: bytes = b"", *, token: str = "", identifier: str = "gradual.shop") -> None:
        self.served = served or jwks()
        self.token, self.identifier = token, identifier
        self.app_id = "QXBwOjE="
        self.asked: list[str] = []
        self.webhooks: list[dict[str, object]] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/.well-known/jwks.json":
            return httpx2.Response(200, content=self.served)
        if request.headers.get("Authorization") == f"Bearer {self.token}":
            app = {"id": self.app_id, "identifier": self.identifier, "webhooks": self.webhooks}
            return httpx2.Response(200, json={"data": {"app": app}})
        return httpx2.Response(200, json={"data": {"app": None}})
