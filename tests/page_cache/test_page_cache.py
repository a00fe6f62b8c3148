"""Cacheable pages are answered from memory, and dropped when what they show changes."""

import gzip
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client

from education.models import GuidePage
from storefront.catalog.models import Product
from storefront.catalog.sync.full_sync import resync
from storefront.page_cache import cacheable, invalidate
from storefront.page_cache import wsgi as page_cache_wsgi
from storefront.page_cache.models import Invalidation
from storefront.page_cache.wsgi import Environ, Headers, PageCache
from tests.sandbox import merchant

BODY = b"<p>" + b"small steps " * 200 + b"</p>"


class Shop:
    """A WSGI application that counts its requests and returns the test's response."""

    def __init__(self, make: Callable[[], HttpResponse]) -> None:
        self.asked = 0
        self.make = make
        self.while_answering: Callable[[], None] = lambda: None

    def __call__(self, environ: Environ, start_response: Callable[..., object]) -> list[bytes]:
        self.asked += 1
        response = self.make()
        self.while_answering()
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} X", [*response.items(), *cookies])
        return [response.content]


def ask(pages: PageCache, path: str = "/product/gel/", **environ: str) -> tuple[str, dict[str, str], bytes]:
    answered: list[tuple[str, Headers]] = []
    request = {"REQUEST_METHOD": "GET", "HTTP_HOST": "shop.example", "PATH_INFO": path, "wsgi.url_scheme": "https"}
    body = b"".join(pages({**request, **environ}, lambda status, headers, *_: answered.append((status, headers))))
    return answered[0][0], dict(answered[0][1]), body


def shared() -> HttpResponse:
    return cacheable(HttpResponse(BODY), "product:7")


@pytest.fixture(autouse=True)
def _look_at_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache_wsgi, "POLL_SECONDS", 0.0)


@pytest.mark.django_db
def test_a_shared_page_is_made_once() -> None:
    # given
    shop = Shop(shared)
    pages = PageCache(shop)
    # when
    first, second = ask(pages), ask(pages)
    # then
    assert shop.asked == 1
    assert first == second
    assert second[2] == BODY
    assert "X-Cache-Tags" not in second[1]


@pytest.mark.django_db
@pytest.mark.database
def test_a_page_goes_when_what_it_shows_changes_and_others_stay() -> None:
    # given
    shop = Shop(shared)
    pages = PageCache(shop)
    ask(pages)
    # when
    invalidate("product:8")
    ask(pages)
    unchanged = shop.asked
    invalidate("product:7")
    ask(pages)
    # then
    assert (unchanged, shop.asked) == (1, 2)


@pytest.mark.django_db
def test_a_change_while_a_page_is_made_keeps_the_stale_page_out() -> None:
    # given
    shop = Shop(shared)
    pages = PageCache(shop)

    def change() -> None:
        invalidate("product:7")
        pages._apply_invalidations()

    shop.while_answering = change
    # when
    ask(pages)
    shop.while_answering = lambda: None
    ask(pages)
    # then
    assert shop.asked == 2


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["not shared", "sets a cookie", "varies by cookie", "not found"])
def test_what_is_not_for_everyone_is_never_kept(case: str) -> None:
    # given
    def answer() -> HttpResponse:
        response = HttpResponse(BODY) if case == "not shared" else shared()
        if case == "sets a cookie":
            response.set_cookie("a", "b")
        if case == "varies by cookie":
            response.headers["Vary"] = "Cookie"
        if case == "not found":
            response.status_code = 404
        return response

    shop = Shop(answer)
    pages = PageCache(shop)
    # when
    ask(pages)
    ask(pages)
    # then
    assert shop.asked == 2


@pytest.mark.django_db
def test_posts_and_fragments_always_reach_the_application() -> None:
    # given
    shop = Shop(shared)
    pages = PageCache(shop)
    # when
    ask(pages)
    ask(pages, REQUEST_METHOD="POST")
    ask(pages, HTTP_HX_REQUEST="true")
    # then
    assert shop.asked == 3


@pytest.mark.django_db
def test_a_browser_with_the_page_gets_304_and_one_that_accepts_gzip_gets_gzip() -> None:
    # given
    pages = PageCache(Shop(shared))
    _, headers, _ = ask(pages)
    # when
    status, again, body = ask(pages, HTTP_IF_NONE_MATCH=headers["ETag"])
    _, zipped, packed = ask(pages, HTTP_ACCEPT_ENCODING="br, gzip")
    # then
    assert (status, body, again["ETag"]) == ("304 Not Modified", b"", headers["ETag"])
    assert zipped["Content-Encoding"] == "gzip"
    assert int(zipped["Content-Length"]) == len(packed) < len(BODY)
    assert gzip.decompress(packed) == BODY


@pytest.mark.django_db
def test_the_least_used_pages_go_first_when_memory_is_full() -> None:
    # given
    shop = Shop(shared)
    pages = PageCache(shop, limit=2 * (len(BODY) + 2_000))
    # when
    ask(pages, "/a/")
    ask(pages, "/b/")
    ask(pages, "/a/")
    ask(pages, "/c/")
    asked = shop.asked
    ask(pages, "/a/")
    # then
    assert (asked, shop.asked) == (3, 3)


def test_a_shared_answer_says_what_it_shows() -> None:
    # given
    request = HttpRequest()
    # when
    response = cacheable(HttpResponse(request.method), "guide:1", "product:2")
    # then
    assert response.headers["X-Cache-Tags"] == "guide:1 product:2 market:en-gb site"
    assert "public" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_price_change_and_a_publication_name_what_goes() -> None:
    # given
    guide = GuidePage.objects.get(slug="gradual-anal-training", locale__language_code="en-gb")
    sku, product = "DEMO-W01", Product.objects.get(slug="everyday-water-based-gel-100-ml")
    Invalidation.objects.all().delete()
    # when nothing has changed
    resync([product.saleor_id], channel="uk")
    unchanged = set(Invalidation.objects.values_list("tag", flat=True))
    # and when something has
    merchant.set_price(sku, "uk", Decimal("7.90"))
    resync([product.saleor_id], channel="uk")
    guide.save_revision().publish()
    # then
    assert unchanged == set()
    assert set(Invalidation.objects.values_list("tag", flat=True)) == {"catalog", f"product:{product.pk}", "guides"}


@pytest.mark.django_db
def test_only_parameters_that_the_view_reads_make_a_key() -> None:
    # given
    shop = Shop(lambda: cacheable(HttpResponse(BODY), "catalog", parameters=("page", "a-*")))
    pages = PageCache(shop)
    ask(pages, QUERY_STRING="page=2&utm_source=mail")
    # when
    ask(pages, QUERY_STRING="gclid=1&page=2")
    ask(pages, QUERY_STRING="page=2&%75tm_x=3&=&&")
    same = shop.asked
    ask(pages, QUERY_STRING="page=3")
    ask(pages, QUERY_STRING="a-scent=none&page=2")
    ask(pages, QUERY_STRING="page=2&page=3")
    # then
    assert (same, shop.asked) == (1, 4)


@pytest.mark.django_db
def test_memory_is_bounded_whatever_the_query() -> None:
    # given
    limit = 128 * 1024
    pages = PageCache(Shop(lambda: cacheable(HttpResponse(b"small"), "catalog", parameters=("q",))), limit=limit)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    # when
    for number in range(300):
        ask(pages, f"/search/{number % 150}", QUERY_STRING=f"q={number}{'x' * 400}&y={'z' * 5_000}")
        ask(pages, QUERY_STRING=f"q={number}{'x' * 15_000}")
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # then
    assert len(pages._pages) > 10
    assert pages.size <= limit
    assert after - before < 2 * limit


@pytest.mark.django_db
def test_an_expired_page_leaves_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    pages = PageCache(Shop(shared))
    ask(pages, "/a/")
    # when
    monkeypatch.setattr(page_cache_wsgi, "MAX_AGE_SECONDS", 0.0)
    ask(pages, "/b/")
    # then only the page that was just made is left
    assert [address[2] for address, _ in pages._pages] == ["/b/"]


class Recorded(QueryDict):
    """A query that keeps the names that were asked for."""

    def __init__(self, query: str) -> None:
        super().__init__(query)
        self.names: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/shop/",
        "/shop/lubricants/",
        "/product/everyday-water-based-gel-100-ml/",
        "/guides/",
        "/guides/gradual-anal-training/",
        "/glossary/",
        "/search/suggest/",
        "/what-goes-with-what/",
        "/returns/",
        "/guides/feed.atom",
    ],
)
def test_a_page_that_is_cached_does_not_depend_on_any_parameter_that_it_does_not_name(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    asked: list[Recorded] = []

    def recorded(request: WSGIRequest) -> QueryDict:
        asked.append(Recorded(request.META["QUERY_STRING"]))
        return asked[-1]

    client = Client()
    plain = client.get(path)
    # when
    monkeypatch.setattr(WSGIRequest, "GET", property(recorded))
    tracked = client.get(f"{path}?utm_source=marked&gclid=marked")
    # then
    assert plain.status_code == tracked.status_code == 200
    assert plain.headers["X-Cache-Tags"] is not None
    assert plain.content == tracked.content
    names = plain.headers["X-Cache-Parameters"].split()
    assert {name for query in asked for name in query.names if name not in names} == set()
