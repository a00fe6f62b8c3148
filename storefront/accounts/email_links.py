"""Where mailed links lead, and where a visitor may be sent."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from storefront.core.links import absolute_url


def public(route: str) -> str:
    """The public address of a page, for a mail: by PUBLIC_URL, so that no forged Host header gets into a letter."""
    return absolute_url(reverse(route))


def safe(request: HttpRequest, address: str) -> str:
    """A place on this site, or the account."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("accounts:overview")
