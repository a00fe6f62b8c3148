"""Requests made of forms, addresses, headers, cookies and webhooks, with some of their values replaced by odd ones."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.checkout.purchase import GATEWAY, HOME_ADDRESS
from tests.fuzz.values import any_value, in_path
from tests.saleor.app.signing import sign

METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")
QUERY_NAMES = (
    "sort", "page", "q", "variant", "stock", "price", "lubricant-base", "a-x", "next", "email", "token", "path",
    "theme", "added", "back", "more", "code", "category", "first", "id", "utm_source", "saleorApiUrl", "domain",
)  # fmt: skip
HEADERS = (
    "Host", "Accept-Language", "X-Forwarded-For", "X-Forwarded-Proto", "HX-Request", "HX-Target", "HX-Trigger",
    "Referer", "HX-Current-URL", "If-None-Match", "If-Modified-Since", "Range", "Origin", "Sec-Fetch-Site",
    "User-Agent", "Accept", "Accept-Encoding", "X-Request-ID", "traceparent", "Authorization", "X-CSRFToken",
    "Saleor-Event", "Saleor-Signature", "Saleor-Api-Url", "Saleor-Domain", "Forwarded",
)  # fmt: skip
COOKIES = ("gradual_session", "gradual_csrf", "gradual_ticket", "messages", "django_language", "x")
CONTENT_TYPES = (
    "application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "",
    "application/xml", "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=x",
)  # fmt: skip
BODIES = (
    b"", b"{}", b"[]", b"null", b"{", b"\xff\xfe", b"--x\r\n\r\n",
    b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="quantity"; filename="a"\r\n\r\n1\r\n--x--', b"a=%ff&b",
    b"a" * 70_000, b"[" * 2000, b'{"data": {"stop": true}}', b"&" * 3000, b"a=1" * 500,
)  # fmt: skip
EVENT = {"__typename": "ProductUpdated", "product": {"id": "UHJvZHVjdDox"}, "order": {"id": "T3JkZXI6MQ=="}}
SESSION = {
    "action": {"amount": "10.00", "currency": "GBP", "actionType": "CHARGE"},
    "transaction": {"id": "VHJhbnNhY3Rpb246MQ==", "pspReference": "test-1", "events": []},
    "data": {"return_url": "http://testserver/"},
    "idempotencyKey": "key",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request. `data` are the fields of a form; `body` is sent as it is."""

    method: str
    path: str
    data: Mapping[str, object] | None = None
    body: bytes = b""
    content_type: str = "application/x-www-form-urlencoded"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)


class Generator:
    """Makes requests. `addresses` are paths of every route, `values` what the shop's own pages would send."""

    def __init__(self, seed: int, *, addresses: Sequence[str], forms: Mapping[str, Mapping[str, str]]) -> None:
        self.rng = random.Random(seed)
        self.addresses, self.forms = addresses, forms
        self.kinds: tuple[tuple[int, Callable[[], Sent]], ...] = (
            (40, self.form),
            (30, self.address),
            (12, self.odd_headers),
            (8, self.webhook),
            (10, self.raw),
        )

    def request(self) -> Sent:
        """Return the next request."""
        weights, kinds = zip(*self.kinds, strict=True)
        kind: Callable[[], Sent] = self.rng.choices(kinds, weights)[0]
        return kind()

    def form(self) -> Sent:
        """Return a form with some fields odd, missing, repeated or added."""
        path = self.rng.choice(list(self.forms))
        data: dict[str, object] = dict(self.forms[path])
        for name in list(data):
            luck = self.rng.random()
            if luck < 0.3:
                data[name] = any_value(self.rng)
            elif luck < 0.36:
                del data[name]
            elif luck < 0.4:
                data[name] = [any_value(self.rng), any_value(self.rng)]
        if self.rng.random() < 0.1:
            other = self.rng.choice(list(self.forms.values()))
            data.update({name: any_value(self.rng) for name in other})
        return Sent(method="POST", path=self._market(path), data=data, headers=self._script())

    def address(self) -> Sent:
        """Return a page with an odd path or query."""
        path = self.rng.choice(self.addresses)
        if self.rng.random() < 0.5:
            parts = path.split("/")
            spot = self.rng.randrange(1, max(len(parts), 2))
            parts[spot : spot + 1] = [in_path(any_value(self.rng), self.rng)]
            path = "/".join(parts)
        query = [
            f"{self.rng.choice(QUERY_NAMES)}={in_path(any_value(self.rng), self.rng)}"
            for _ in range(self.rng.randrange(4))
        ]
        path = self._market(path) + ("?" + "&".join(query) if query else "")
        return Sent(method="GET", path=path, headers=self._script())

    def odd_headers(self) -> Sent:
        """Return a page or form with odd headers and cookies."""
        sent = self.form() if self.rng.random() < 0.4 else self.address()
        odd = {name: self._header_value() for name in self.rng.sample(HEADERS, self.rng.randrange(1, 4))}
        cookies = {name: self._header_value()[:300] for name in self.rng.sample(COOKIES, self.rng.randrange(3))}
        headers = {**sent.headers, **odd}
        return Sent(method=sent.method, path=sent.path, data=sent.data, headers=headers, cookies=cookies)

    def webhook(self) -> Sent:
        """Return a webhook of Saleor or of a provider, half of them signed."""
        step = self.rng.choice(("gateway", "initialize", "process", "charge", "refund", "cancelation", "hook", "token"))
        slug = self.rng.choice(("test-payments", "stripe", in_path(any_value(self.rng), self.rng)))
        subject = self.rng.choice(("catalogue", "orders", "accounts", "transactions", "x"))
        path = self.rng.choice((f"/saleor/payments/{slug}/{step}/", f"/saleor/events/{subject}/", "/saleor/token/"))
        shape = self._mutated(self.rng.choice((EVENT, SESSION)))
        body = self.rng.choice(BODIES) if self.rng.random() < 0.3 else json.dumps(shape).encode("utf-8", "replace")
        headers = {"Saleor-Event": self.rng.choice(("product_updated", "order_created", "", "x" * 300))}
        if self.rng.random() < 0.5 and body.isascii():  # the library signs text only
            headers["Saleor-Signature"] = sign(body)
        return Sent(method="POST", path=path, body=body, content_type="application/json", headers=headers)

    def raw(self) -> Sent:
        """Return a request with an odd method or body."""
        path = self._market(self.rng.choice([*self.forms, *self.addresses]))
        if self.rng.random() < 0.5:
            return Sent(method=self.rng.choice(METHODS), path=path)
        content_type = self.rng.choice(CONTENT_TYPES)
        return Sent(method="POST", path=path, body=self.rng.choice(BODIES), content_type=content_type)

    def _mutated(self, value: object) -> object:
        """Return JSON of the same shape with some values replaced or left out."""
        if self.rng.random() < 0.12:
            return self.rng.choice((None, True, -1, 1e308, [], {}, any_value(self.rng)))
        if isinstance(value, dict):
            return {key: self._mutated(inner) for key, inner in value.items() if self.rng.random() > 0.05}
        return value

    def _market(self, path: str) -> str:
        if path.startswith(("/saleor/", "/sandbox/", "/media/", "/pictures/", "/sitemap", "/robots", "/healthz")):
            return path
        return self.rng.choice(("", "", "", "/de-de", "/en-us", "/en-ie")) + path

    def _script(self) -> dict[str, str]:
        headers = {"Sec-Fetch-Site": "same-origin"}
        if self.rng.random() < 0.3:
            headers["HX-Request"] = "true"
            headers["HX-Target"] = self.rng.choice(("mini-body", "cart-body", "cart-status", "x"))
        return headers

    def _header_value(self) -> str:
        value = any_value(self.rng)[:2000]
        return value.replace("\r", " ").replace("\n", " ").encode("latin-1", "replace").decode("latin-1")


def forms_of(*, variant: str, guide: int, order: str, attempt: str, key: str) -> dict[str, dict[str, str]]:
    """Return every public form with fields that are right."""
    account = {"email": "sam@example.com", "password": "correct-horse-battery", "token": "a" * 40}
    withdrawal = {"name": "S Reader", "email": "sam@example.com", "order": order, "what": "all", "text": "I withdraw."}
    return {
        "/cart/add/": {"variant": variant, "quantity": "1", "next": "/shop/#a", "seen": f"{variant} 7.50"},
        "/cart/set/": {"variant": variant, "quantity": "2"},
        "/cart/promo/": {"promo_code": "GRADUAL10"},
        "/cart/promo/remove/": {"code": "voucher:GRADUAL10"},
        "/cart/notices/seen/": {"keys": "0123456789abcdef"},
        "/checkout/contact/": {"email": "sam@example.com"},
        "/checkout/address/": dict(HOME_ADDRESS),
        "/checkout/delivery/": {"delivery": "U2hpcHBpbmdNZXRob2Q6MQ=="},
        "/checkout/payment/": {"gateway": GATEWAY, "seen": "18.40 GBP", "outcome": "success", "promo_code": "X"},
        f"/checkout/payment/{attempt}/": {},
        "/account/sign-in/": {**account, "next": "/account/", "stay": "on"},
        "/account/register/": account,
        "/account/confirm/": account,
        "/account/forgotten/": account,
        "/account/new-password/": account,
        "/account/password/": {"old": "correct-horse-battery", "new": "another-long-password"},
        "/account/email/": {"email": "new@example.com", "password": "correct-horse-battery"},
        "/account/email/confirm/": account,
        "/account/sign-out/": {},
        "/account/data/download/": {},
        "/account/data/delete/": {},
        "/account/data/delete/confirm/": account,
        "/account/addresses/new/": {**HOME_ADDRESS, "uses": "parcels"},
        f"/account/addresses/{key}/": dict(HOME_ADDRESS),
        f"/account/addresses/{key}/first/": {"for": "bills"},
        f"/account/addresses/{key}/delete/": {},
        f"/account/orders/{order}/again/": {},
        "/orders/": {"number": order, "email": "sam@example.com"},
        "/orders/close/": {},
        f"/orders/open/{'a' * 43}/": {},
        f"/orders/{order}/withdraw/": withdrawal,
        "/returns/withdraw/": withdrawal,
        "/letters/care-and-use/": {"order": order, "back": "/cart/"},
        f"/letters/care-and-use/{'0' * 64}/": {"back": "/cart/"},
        f"/replies/to/{guide}/": {"name": "S", "text": "How long does it keep?", "stamp": "x", "website": ""},
        f"/helpful/{guide}/": {"answer": "yes"},
        f"/saleor/test-payments/{attempt}/": {"choice": "approved"},
        "/saleor/product/": {"accessToken": "x", "productId": "UHJvZHVjdDox"},
        "/saleor/health/": {"accessToken": "x"},
    }
