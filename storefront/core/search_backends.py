"""Parse the SEARCH_URL setting into Wagtail's WAGTAILSEARCH_BACKENDS."""

from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlsplit, urlunsplit

SERVICES = ("elasticsearch7", "elasticsearch8", "elasticsearch9", "opensearch2", "opensearch3")

DATABASE_BACKEND = "wagtail.search.backends.database"
IN_THE_DATABASE = "database"
"""The name of the backend that answers while a search service is unreachable."""
_ERRORS = {
    "opensearchpy": ["OpenSearchException"],
    "elasticsearch": ["ElasticsearchException", "ApiError"],
    "elastic_transport": ["TransportError"],
}


class SearchMisconfigured(ValueError):
    """The SEARCH_URL setting is not valid."""


def search_backends(url: str) -> dict[str, dict[str, object]]:
    """Return the default backend and, next to a search service, the database as an equally fresh fallback."""
    if not url:
        return {"default": search_backend("")}
    return {"default": search_backend(url), IN_THE_DATABASE: search_backend("")}


def service_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that the installed search clients raise when the service does not answer."""
    clients = [(import_module(name), errors) for name, errors in _ERRORS.items() if find_spec(name)]
    return tuple(getattr(client, error) for client, errors in clients for error in errors if hasattr(client, error))


def search_backend(url: str) -> dict[str, object]:
    """Return Wagtail's settings for one backend: the database for an empty URL, else a search service.

    `opensearch3+https://user:password@host:9200/prefix` gives the service, its address, and the prefix of its index
    names (default `gradual`). Raises SearchMisconfigured, without the URL, which may hold a password.
    """
    if not url:
        return {"BACKEND": DATABASE_BACKEND}
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
