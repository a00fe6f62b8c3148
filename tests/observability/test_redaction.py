"""Whatever is requested, posted or raised: no formatted log record holds it."""

import logging
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404
from django.test import Client
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from storefront.observability.logs import JsonFormatter, PlainFormatter

SECRET = "geheimnis-\u00fcber-7391"


class Collecting(logging.Handler):
    """Formats every record in every way."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [PlainFormatter().format(record), JsonFormatter().format(record)]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture
def log() -> Iterator[Collecting]:
    handler = Collecting()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


def spellings(secret: str) -> set[str]:
    """Return every way in which a log might spell a text."""
    escaped = secret.encode("unicode_escape").decode()
    return {secret, escaped, escaped.replace("\\", "\\\\"), quote(secret), repr(secret)[1:-1], ascii(secret)[1:-1]}


def assert_silent(log: Collecting, secret: str = SECRET) -> None:
    assert log.lines
    assert not [spelling for spelling in spellings(secret) if spelling in log.text], log.text


PATHS = [
    "/product/{}/", "/guides/{}/", "/{}/",
    "/orders/open/{}/", "/orders/{}/", "/account/orders/{}/", "/replies/mine/{}/",
    "/letters/{}/", "/checkout/{}/", "/desk/{}/", "/saleor/events/{}/", "/media/images/{}.jpg", "/de-de/produkt/{}/",
    "/search/{}", "/static/{}.css",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_logged_by_its_route(path: str, log: Collecting) -> None:
    client = Client(raise_request_exception=False)
    client.get(path.format(SECRET), {"q": SECRET})
    client.post(path.format(SECRET), {"q": SECRET}, headers={"Sec-Fetch-Site": "cross-site"})
    client.put(path.format(SECRET))
    logging.getLogger("storefront").warning("a line")
    assert_silent(log)


@pytest.mark.django_db
def test_a_bad_host_and_a_post_from_another_site_write_one_warning_each(log: Collecting) -> None:
    client = Client()
    client.get("/shop/", headers={"Host": "evil-host-7391.example"})
    client.post("/cart/add/", {"next": SECRET}, headers={"Sec-Fetch-Site": "cross-site"})
    assert "evil-host-7391" not in log.text
    assert "Traceback" not in log.text
    assert " ERROR " not in log.text
    assert '"ERROR"' not in log.text
    assert_silent(log)


ERRORS = [ValueError, KeyError, Http404, PermissionDenied, SuspiciousOperation, IntegrityError, User.DoesNotExist]


@pytest.mark.django_db
@pytest.mark.parametrize("error", ERRORS)
def test_a_fault_names_its_type_and_place_and_not_what_it_says(
    error: type[Exception], log: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        try:
            raise RuntimeError(SECRET)
        except RuntimeError as first:
            raise error(SECRET) from first

    monkeypatch.setattr("storefront.core.web.views.absolute_url", fail)
    Client(raise_request_exception=False).get("/robots.txt")
    assert_silent(log)
    if error is ValueError:
        assert "ValueError" in log.text
        assert "RuntimeError" in log.text
        assert "views.py" in log.text


def test_a_database_that_is_locked_says_so(log: Collecting) -> None:
    from django.db import OperationalError

    try:
        raise OperationalError("database is locked")
    except OperationalError:
        logging.getLogger("storefront.core").exception("nothing was stored")
    assert "database is locked" in log.text


@shared_task(name="tests.fail")
def fail_with(argument: str, named: str = "") -> None:
    raise ValueError(f"{argument} {named}")


def test_a_task_that_fails_names_itself_and_none_of_its_arguments(log: Collecting) -> None:
    fail_with.apply(args=(SECRET,), kwargs={"named": SECRET})
    assert "tests.fail" in log.text
    assert "ValueError" in log.text
    assert_silent(log)


LIBRARY_RECORDS: list[tuple[object, tuple[object, ...]]] = [
    ("Could not reach %s", (SECRET,)),
    ("%d tries for %s", (3, SECRET)),
    (f"Unknown user '{SECRET}'", ()),
    (f"GET /some/{SECRET} failed", ()),
    (ValueError(SECRET), ()),
    ("Refused: %s", (ValueError(SECRET),)),
    ("%(who)s failed", ({"who": SECRET},)),
]


@pytest.mark.parametrize(("message", "parts"), LIBRARY_RECORDS)
def test_a_librarys_record_keeps_its_template_and_loses_its_texts(
    message: object, parts: tuple[object, ...], log: Collecting
) -> None:
    logging.getLogger("some.library").warning(message, *parts)
    assert_silent(log)


def test_what_hangs_on_a_record_is_not_written(log: Collecting) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("some.library").error(
            "failed", exc_info=sys.exc_info(), extra={"data": {"body": SECRET}, "user": SECRET, "request": SECRET}
        )
    assert "ValueError" in log.text
    assert_silent(log)


class TestAnyPath(TestCase):
    """Whatever path is requested."""

    @trying(max_examples=10)
    @given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs")), min_size=4, max_size=30))
    def test_no_path_is_logged(self, word: str) -> None:
        secret = f"{word}~7391"  # so that no word of the line itself is taken for it
        handler = Collecting()
        logging.getLogger().addHandler(handler)
        try:
            client = Client(raise_request_exception=False)
            for path in (f"/product/{quote(secret)}/", f"/{quote(secret)}", f"/orders/open/{quote(secret)}/"):
                client.get(path)
            logging.getLogger("storefront").warning("a line")
        finally:
            logging.getLogger().removeHandler(handler)
        assert_silent(handler, secret)


@pytest.mark.parametrize("file", ["Dockerfile", ".dev/serve", "docker-compose.yml"])
def test_no_server_writes_an_access_log(file: str) -> None:
    text = (settings.BASE_DIR / file).read_text()
    assert "--access-log" not in text
    assert "GRANIAN_LOG_ACCESS" not in text
    assert not logging.getLogger("granian.access").isEnabledFor(logging.INFO)
