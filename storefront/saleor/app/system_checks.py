"""Report at start that the shop is not installed as an app in its Saleor: no webhook, email or refund works then."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from storefront.saleor.app.installation import app_credentials, installed

logger = logging.getLogger(__name__)

_NOT_INSTALLED = "The shop is not installed as an app in Saleor: it gets no webhooks, and sends no emails or refunds."
_LOST_KEY = "The token of the shop's app cannot be decrypted: SECRET_KEY has changed."


def missing_token() -> tuple[str, str] | None:
    """Return what is wrong with the app's token and what to do, or None. Raises DatabaseError."""
    if not settings.SALEOR_API_URL or app_credentials() is not None:
        return None
    if installed() is None:
        return _NOT_INSTALLED, "Run `manage.py install_app` while the shop runs (docs/running.md)."
    return _LOST_KEY, "Add the earlier key to SECRET_KEY_FALLBACKS, or run `manage.py install_app` again."


@checks.register(checks.Tags.database)
def check_app_token(*, databases: Sequence[str] | None = None, **_: object) -> list[checks.CheckMessage]:
    """Warn of a missing token, in `manage.py check --database default` and after `migrate`."""
    if not databases:
        return []
    try:
        found = missing_token()
    except DatabaseError:
        return []  # the tables are not there yet
    return [checks.Warning(found[0], hint=found[1], id="saleor.W001")] if found else []


def warn_of_missing_token(**_: object) -> None:
    """Log the same when a web server or worker starts. It does not end: installing the app needs a running shop."""
    try:
        found = missing_token()
    except DatabaseError:
        return
    finally:
        connection.close()
    if found:
        logger.error("%s %s", *found)
