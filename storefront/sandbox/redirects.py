"""Which addresses Saleor agrees to put into a mail."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from storefront.sandbox.errors import refuse


def check_redirect(url: str) -> None:
    """Refuse an address that is none, or that leads away from the shop's own hosts."""
    try:
        host, _ = split_domain_port(urlsplit(url).netloc)
    except ValueError:
        host = ""
    if not host:
        message = "Invalid URL. Please check if URL is in RFC 1808 format."
        raise refuse("redirectUrl", "INVALID", message)
    allowed = [*settings.ALLOWED_HOSTS, urlsplit(settings.PUBLIC_URL).hostname or ""]
    if not validate_host(host, allowed):
        message = f"{host} is not allowed. Please check `ALLOWED_CLIENT_HOSTS` configuration."
        raise refuse("redirectUrl", "INVALID", message)
