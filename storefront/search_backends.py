"""Where the site is searched: the SEARCH_URL setting, read strictly into what Wagtail's search takes."""

from urllib.parse import urlsplit, urlunsplit

SERVICES = ("elasticsearch7", "elasticsearch8", "elasticsearch9", "opensearch2", "opensearch3")


class SearchMisconfigured(ValueError):
    """The SEARCH_URL setting does not read."""


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
