"""System checks that refuse to serve a public shop with a weakness. Each says what to set.

A shop is in production when PUBLIC_URL or ALLOWED_HOSTS names a host that others can reach, whatever else is set
(docs/decisions/0030-production-checks.md). Web server, worker and beat call `refuse_weakness` when they start;
`manage.py check` and most commands run the same checks.
"""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error

_MIN_KEY_CHARACTERS = 50  # as Django's own check of deployments asks
_MIN_DIFFERENT_CHARACTERS = 5
_MIN_TOKEN_CHARACTERS = 20
_MAX_PROXIES = 5
_UNDELIVERED = ("console", "filebased", "locmem", "dummy")
_LOCAL_NAMES = ("localhost", "test")
_PRIVATE_NAMES = (*_LOCAL_NAMES, "internal", "local", "svc")
_EXAMPLE_NAMES = ("example", "example.com", "example.org", "example.net", "invalid", "test", "localhost")


def is_production() -> bool:
    """Return whether anyone but this machine and its private network may be served."""
    hosts = (_host(settings.PUBLIC_URL), *settings.ALLOWED_HOSTS)
    return any(not is_local_host(host) for host in hosts)


def is_local_host(host: str, *, names: tuple[str, ...] = _LOCAL_NAMES) -> bool:
    """Return whether a host is this machine, a container's name or an address of a private network."""
    name = host.strip("[]").rstrip(".").casefold()
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        last = name.rpartition(".")[2]
        return name not in ("", "*") and ("." not in name or last in names)
    return (address.is_private or address.is_loopback) and not address.is_unspecified


def check_production(**_: object) -> list[CheckMessage]:
    """Return an error for each weakness of a shop in production."""
    if not is_production():
        return []
    messages = (*_secrets(), *_web(), *_admin(), *_saleor(), *_payments(), *_services(), *_emails())
    return [Error(text, hint=hint, id=f"production.{code}") for code, text, hint in messages]


def refuse_weakness() -> None:
    """End this process with one sentence for each weakness. Raises SystemExit."""
    found = check_production()
    if found:
        lines = "\n".join(f"- {message.msg} {message.hint}" for message in found)
        raise SystemExit(f"This shop is public and does not start:\n{lines}")


Weaknesses = Iterator[tuple[str, str, str]]


def _secrets() -> Weaknesses:
    if settings.DEBUG:
        yield "E001", "DEBUG is on.", "Set DEBUG=0: Django's debug pages show settings and data."
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if len(key) < _MIN_KEY_CHARACTERS or len(set(key)) < _MIN_DIFFERENT_CHARACTERS or "insecure" in key:
            hint = f"Set {_MIN_KEY_CHARACTERS} random characters or more, such as from `openssl rand -hex 32`."
            yield "E002", "SECRET_KEY, or one of SECRET_KEY_FALLBACKS, is easy to guess.", hint
            break
    if not settings.HAS_SECRET_KEY:
        yield "E003", "SECRET_KEY is not set.", "Set the same one for web, worker and beat; keep it with your secrets."
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < _MIN_TOKEN_CHARACTERS:
        hint = f"Set {_MIN_TOKEN_CHARACTERS} random characters or more, or none to close /metrics to other machines."
        yield "E004", "METRICS_TOKEN is easy to guess.", hint


def _web() -> Weaknesses:
    if not settings.PUBLIC_URL.startswith("https://") or is_local_host(_host(settings.PUBLIC_URL)):
        yield "E010", "PUBLIC_URL is not a public https address.", "Set PUBLIC_URL=https://your-shop."
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield "E011", "ALLOWED_HOSTS is empty or allows every host.", "Set it to the names that your proxy serves."
    elif not _is_allowed(_host(settings.PUBLIC_URL)):
        yield "E012", "ALLOWED_HOSTS does not allow the host of PUBLIC_URL.", "Add it to ALLOWED_HOSTS."
    if not 1 <= settings.TRUSTED_PROXIES <= _MAX_PROXIES:
        hint = (
            "Set the number of your proxies, usually 1. Without it every visitor has the proxy's address, and https is "
            "not recognized."
        )
        yield "E013", "TRUSTED_PROXIES does not say how many proxies are in front of the shop.", hint
    for name in ("CSRF_TRUSTED_ORIGINS", "SALEOR_DASHBOARD_ORIGINS", "SALEOR_MEDIA_ORIGINS"):
        if any(not origin.startswith("https://") or "*" in origin for origin in getattr(settings, name)):
            yield "E014", f"{name} has an origin without https, or one for every host.", "Name each https:// origin."


def _admin() -> Weaknesses:
    if not settings.WAGTAIL_2FA_REQUIRED:
        hint = "Set ADMIN_SECOND_FACTOR=1, or leave it unset."
        yield "E015", "Editors sign in without a second factor.", hint


def _saleor() -> Weaknesses:
    if not settings.SALEOR_API_URL:
        if not settings.TEST_SHOP:
            hint = "Set SALEOR_API_URL: without it the sandbox takes the orders. Set TEST_SHOP=1 for a public demo."
            yield "E020", "There is no Saleor.", hint
    elif urlsplit(settings.SALEOR_API_URL).scheme != "https" and not is_local_host(
        _host(settings.SALEOR_API_URL), names=_PRIVATE_NAMES
    ):
        hint = "Set SALEOR_API_URL=https://…: tokens, names and addresses would travel in the clear."
        yield "E021", "Saleor is called without https over a public network.", hint


def _payments() -> Weaknesses:
    if settings.TEST_SHOP:
        return
    if settings.TEST_PAYMENTS:
        yield "E030", "Test payments are on: orders would cost nothing.", "Set TEST_PAYMENTS=0, or TEST_SHOP=1."
    if any("test-payments" in gateway for gateway in settings.PAYMENT_GATEWAYS.all):
        hint = "Set PAYMENT_GATEWAYS to your payment apps, such as gradual.stripe."
        yield "E031", "PAYMENT_GATEWAYS offers the test payments.", hint
    if settings.STRIPE_SECRET_KEY.startswith(("sk_test", "rk_test")):
        yield "E032", "STRIPE_SECRET_KEY is a test key: no money would move.", "Set the live key, or TEST_SHOP=1."
    if bool(settings.STRIPE_SECRET_KEY) != bool(settings.STRIPE_WEBHOOK_SECRET):
        yield "E033", "Only one of STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET is set.", "Set both, or neither."
    if settings.MOLLIE_API_KEY and not settings.MOLLIE_API_KEY.startswith("live_"):
        yield "E034", "MOLLIE_API_KEY is not a live key: no money would move.", "Set the live_ key, or TEST_SHOP=1."


def _services() -> Weaknesses:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield "E040", "The database is SQLite, a file of one machine.", "Set DATABASE_URL=postgres://…"
    if not settings.REDIS_URL:
        hint = "Set REDIS_URL: locks and rate limits must be shared by all processes."
        yield "E041", "There is no Redis.", hint


def _emails() -> Weaknesses:
    backend = settings.EMAIL_BACKEND
    if any(f".{name}." in backend for name in _UNDELIVERED):
        yield "E050", "Emails are not sent.", "Set EMAIL_URL=smtp+tls://user:password@host:587."
    elif not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL) and not is_local_host(
        settings.EMAIL_HOST or "", names=_PRIVATE_NAMES
    ):
        yield "E051", "Emails travel to the mail server in the clear.", "Set EMAIL_URL=smtp+tls://… or smtp+ssl://…"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >").casefold()
    if not domain or any(domain == end or domain.endswith(f".{end}") for end in _EXAMPLE_NAMES):
        yield "E052", "DEFAULT_FROM_EMAIL is an example.", "Set an address of your own domain."


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _is_allowed(host: str) -> bool:
    return any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in settings.ALLOWED_HOSTS)
