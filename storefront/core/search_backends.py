"""Where the site is searched: the SEARCH_URL setting, read strictly into what Wagtail's search takes."""

from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlsplit, urlunsplit

SERVICES = ("elasticsearch7", "elasticsearch8", "elasticsearch9", "opensearch2", "opensearch3")

IN_THE_DATABASE = "database"
"""The backend that stands by while a service is away."""
_ERRORS = {
    "opensearchpy": ["OpenSearchException"],
    "elasticsearch": ["ElasticsearchException", "ApiError"],
    "elastic_transport": ["TransportError"],
}


class SearchMisconfigured(ValueError):
    """The SEARCH_URL setting does not read."""


def search_backends(url: str) -> dict[str, dict[str, object]]:
    """The one that is asked, and beside a service the database, kept as fresh, for when the service is away."""
    if not url:
        return {"default": search_backend("")}
    return {"default": search_backend(url), IN_THE_DATABASE: search_backend("")}


def service_errors() -> tuple[type[Exception], ...]:
    """What the clients of services raise when they have no answer, of those that are installed."""
    clients = [(import_module(name), errors) for name, errors in _ERRORS.items() if find_spec(name)]
    return tuple(getattr(client, error) for client, errors in clients for error in errors if hasattr(client, error))


def search_backend(url: str) -> dict[str, object]:
    """Wagtail's settings for one backend: its own search in the database, or the service that the address names.

    `opensearch3+https://user:password@host:9200/index`: service, address, and how the names of its indexes begin
    (`gradual` when none is given). Raises SearchMisconfigured, without repeating the address: it may hold a password.
    """
    if not url:
        return {"BACKEND": "wagtail.search.backends.database"}
    parts = urlsplit(url)
    service, _, scheme = parts.scheme.partition("+")
    if service not in SERVICES or scheme not in ("http", "https") or not parts.hostname:
        raise SearchMisconfigured(f"SEARCH_URL begins with one of {', '.join(SERVICES)}, then +https:// and a host.")
    return {
        "BACKEND": f"wagtail.search.backends.{service}",
        "URLS": [urlunsplit((scheme, parts.netloc, "", "", ""))],
        "INDEX_PREFIX": f"{parts.path.strip('/') or 'gradual'}_",
        "TIMEOUT": 5,
    }
