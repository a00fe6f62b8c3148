"""A real browser: Debian's Chromium, with and without scripts, on a desktop and on a phone."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect

# Playwright's loop runs in this thread, and Django takes that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Made for this: it starts in a quarter of the time of the whole browser.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)

OpenPage = Callable[..., Page]
TIMEOUT = 180_000  # milliseconds: a machine that is busy is no failure
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def request_lock() -> Iterator[threading.Lock]:
    """A lock that each request to the live server holds.

    Its threads share the one connection of a database in memory. Two requests at the same time, such as a save and one
    of the admin's pings, would find themselves in each other's transaction; on a busy machine they do.
    """
    lock, serve = threading.Lock(), WSGIHandler.__call__

    def serve_alone(handler: WSGIHandler, *request: Any) -> Any:
        with lock:
            return serve(handler, *request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", serve_alone)
        yield lock


@pytest.fixture(autouse=True)
def _no_request_outlives_its_test(request_lock: threading.Lock) -> Iterator[None]:
    yield
    with request_lock:
        pass


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page in a new browser context; fail the test when its scripts fail or call another host."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(*, scripts: bool = True, phone: bool = False) -> Page:
        context = browser.new_context(java_script_enabled=scripts, viewport=PHONE if phone else DESKTOP)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda asked: wrong.append(asked.url) if "//localhost:" not in asked.url else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong
