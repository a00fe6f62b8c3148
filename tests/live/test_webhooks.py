"""Webhooks that a real Saleor signed: replayed, out of order, changed by one byte, and a thousand together."""

import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from storefront.saleor.app.manifest import EVENTS, SUBSCRIPTIONS_DIR
from storefront.saleor.client import api
from storefront.saleor.schema.operations import operations
from storefront.saleor.types import Ref
from tests.contract.merchant.base import fresh
from tests.live.product_edits import ProductEdits
from tests.live.shop_process import Shop, seconds_until, wait_for
from tests.live_support import LISTEN_ON, staff_now

pytestmark = pytest.mark.live
SUBJECT = "catalogue"
PATH = f"/saleor/events/{SUBJECT}/"
FLOOD, AT_ONCE = 1000, 8


class Post(msgspec.Struct, frozen=True):
    """One webhook as it came."""

    body: bytes
    headers: dict[str, str]


class Recorder(ThreadingHTTPServer):
    """Takes webhooks and keeps them."""

    def __init__(self) -> None:
        super().__init__((LISTEN_ON, 0), _Keeping)
        self.posts: list[Post] = []

    def of(self, edits: ProductEdits) -> list[Post]:
        """The webhooks about the changed product."""
        return [post for post in self.posts if edits.product.product_id.encode() in post.body]


class _Keeping(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        named = ("Saleor-Signature", "Saleor-Api-Url", "Saleor-Domain", "Saleor-Event", "Content-Type")
        assert isinstance(self.server, Recorder)
        self.server.posts.append(Post(body, {name: self.headers[name] or "" for name in named}))
        self.send_response(200)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


class _App(msgspec.Struct, frozen=True):
    app: Ref


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    """Another app in Saleor, which receives catalogue webhooks with the shop's subscription."""
    edits, server = operations(Path(__file__).parent), Recorder()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = api.execute(edits["AddApp"], _App, {"name": fresh("recorder")}, caller=staff_now()).app.id
    asked = {
        "app": app,
        "url": f"http://{LISTEN_ON}:{server.server_port}/",
        "query": (SUBSCRIPTIONS_DIR / f"{SUBJECT}.graphql").read_text(),
        "events": ["PRODUCT_UPDATED", "PRODUCT_VARIANT_UPDATED"],
    }
    assert set(asked["events"]) <= set(EVENTS[SUBJECT])
    api.execute(edits["Listen"], msgspec.Raw, asked, caller=staff_now())
    yield server
    api.execute(edits["RemoveApp"], msgspec.Raw, {"id": app}, caller=staff_now())
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def recorded(recorder: Recorder, edits: ProductEdits) -> list[Post]:
    """Two real webhooks about the changed product, the older one first; the shop has both changes."""
    for already in (0, 1):
        named = edits.rename()
        wait_for("a signed post", lambda already=already: len(recorder.of(edits)) > already)  # type: ignore[misc]
        wait_for("a name", named)
    return recorder.of(edits)[:2]


def quiet(shop: Shop) -> bool:
    """Return whether the shop has no pending refreshes."""
    return shop.query_value("select count(*) from catalog_pendingrefresh") == 0


def test_replayed_and_out_of_order_they_change_nothing(shop: Shop, edits: ProductEdits, recorded: list[Post]) -> None:
    older, newer = recorded
    name = shop.query_value("select name from catalog_product where saleor_id = ?", edits.product.product_id)

    for post in (newer, older, older, newer, older):
        assert shop.post(PATH, post.body, post.headers) == 200
    wait_for("having read it", lambda: quiet(shop))

    assert shop.query_value("select name from catalog_product where saleor_id = ?", edits.product.product_id) == name
    assert str(name) in edits.page()


def test_with_one_byte_changed_or_for_another_saleor_they_are_refused(shop: Shop, recorded: list[Post]) -> None:
    post = recorded[-1]
    signature = post.headers["Saleor-Signature"]
    place = post.body.index(b":")
    forged = (
        (post.body[:place] + b";" + post.body[place + 1 :], post.headers),
        (post.body + b" ", post.headers),
        (post.body, {**post.headers, "Saleor-Signature": f"{signature[:-6]}AAAAAA"}),
        (post.body, {**post.headers, "Saleor-Signature": ""}),
        (post.body, {**post.headers, "Saleor-Api-Url": "https://elsewhere.example/graphql/"}),
        (post.body, {**post.headers, "Saleor-Domain": "elsewhere.example"}),
    )
    wait_for("quiet", lambda: quiet(shop))

    assert [shop.post(PATH, body, headers) for body, headers in forged] == [401] * len(forged)
    assert quiet(shop)


def test_a_thousand_webhooks_are_taken_and_a_killed_worker_loses_nothing(
    shop: Shop, edits: ProductEdits, recorded: list[Post], capsys: pytest.CaptureFixture[str]
) -> None:
    took: list[float] = []

    def send(number: int) -> int:
        post, started = recorded[number % 2], time.perf_counter()
        status = shop.post(PATH, post.body, post.headers)
        took.append((time.perf_counter() - started) * 1000)
        return status

    named = edits.rename()
    alone = {send(number) for number in range(50)}
    one_by_one = statistics.median(took)
    took.clear()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        first = set(threads.map(send, range(FLOOD // 2)))
        shop.kill_worker()
        second = set(threads.map(send, range(FLOOD // 2)))
    shop.start_worker()

    assert alone == first == second == {200}
    after = wait_for("the name of before the flood", lambda: named() and quiet(shop), within=90)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nsigned posts one after another: median {one_by_one:.0f} ms; {FLOOD}, {AT_ONCE} at once: "
            f"median {statistics.median(took):.0f} ms, "
            f"95 % within {statistics.quantiles(took, n=20)[-1]:.0f} ms, worst {max(took):.0f} ms; "
            f"all read {after:.1f} s after the last"
        )
    assert seconds_until(lambda: quiet(shop), within=30) is not None
