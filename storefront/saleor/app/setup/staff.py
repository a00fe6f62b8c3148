"""Staff sign-in for the commands that set up Saleor."""

import os
from argparse import ArgumentParser
from getpass import getpass

from django.conf import settings
from django.core.management.base import CommandError

from storefront.core.text.typed_text import clean_code
from storefront.saleor import accounts
from storefront.saleor.client import errors
from storefront.saleor.client.api import ANONYMOUS, Credentials


def add_sign_in(parser: ArgumentParser) -> None:
    """Add --email and --password; without it, SALEOR_PASSWORD or a prompt is used, never a visible argument."""
    parser.add_argument("--email", required=True, type=clean_code, help="a member of Saleor's staff")
    parser.add_argument("--password", help="when left out: SALEOR_PASSWORD, or else asked for")


def staff_password(email: str, password: str | None) -> str:
    """Return the password that was given, SALEOR_PASSWORD, or what is typed. Raises CommandError with the reason."""
    if not settings.SALEOR_API_URL:
        raise CommandError("No Saleor is configured: set SALEOR_API_URL to its GraphQL address.")
    password = password or os.environ.get("SALEOR_PASSWORD")
    if password:
        return password
    try:
        return getpass(f"Password of {email}: ")
    except EOFError as error:
        raise CommandError(f"No password was typed for {email}. Without a terminal, set SALEOR_PASSWORD.") from error


def staff_credentials(email: str, password: str | None) -> Credentials:
    """Sign in and return the staff user's credentials, valid for five minutes. Raises CommandError with the reason."""
    password = staff_password(email, password)
    try:
        return Credentials(token=accounts.sign_in(email=email, password=password, caller=ANONYMOUS).token)
    except errors.MutationError as error:
        if "LOGIN_ATTEMPT_DELAYED" in error.codes:
            raise CommandError("Saleor makes sign-ins from this address wait: try again in a minute.") from error
        codes = ", ".join(sorted(error.codes))
        raise CommandError(f"Saleor did not accept this email and password ({codes}).") from error
    except errors.SaleorError as error:
        raise CommandError(f"Saleor at {settings.SALEOR_API_URL} cannot be used: {error}.") from error
