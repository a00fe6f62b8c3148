"""The mails that Saleor's own plugin sends: a link each, and nothing private in the subject."""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.http.request import split_domain_port, validate_host

from storefront.sandbox.refusals import refuse

_CONFIRM = """Hello,

please confirm your email address by opening this link:

{link}

If you did not ask for an account, there is nothing you need to do.
"""
_RESET = """Hello,

somebody, most likely you, asked for a new password. You can choose one here:

{link}

If it was not you, there is nothing you need to do: your password stays as it is.
"""


def send_confirmation(email: str, *, token: str, redirect_url: str) -> None:
    """Mail the link that confirms an address."""
    _send(email, "Confirm your email address", _CONFIRM, token, redirect_url)


def send_reset(email: str, *, token: str, redirect_url: str) -> None:
    """Mail the link that lets somebody choose a new password."""
    _send(email, "Choose a new password", _RESET, token, redirect_url)


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


def _send(email: str, subject: str, text: str, token: str, redirect_url: str) -> None:
    query = f"email={quote(email, safe='')}&token={token}"
    parts = urlsplit(redirect_url)
    link = parts._replace(query=f"{parts.query}&{query}" if parts.query else query).geturl()
    send_mail(subject, text.format(link=link), settings.DEFAULT_FROM_EMAIL, [email])
