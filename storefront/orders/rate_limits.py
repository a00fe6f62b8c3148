"""How often an order may be asked for, and a withdrawal declared: enough for a household, too little to try numbers."""

from django.http import HttpRequest

from storefront.core import rate_limits
from storefront.core.rate_limits import Limit
from storefront.saleor import customer_session

_LOOK_UPS_FROM_NETWORK = Limit(name="look-up-network", most=20, seconds=60 * 60)
_LOOK_UPS = Limit(name="look-up", most=5, seconds=60 * 60)
_OPENINGS = Limit(name="open-order", most=30, seconds=60 * 60)
_WITHDRAWALS_FROM_NETWORK = Limit(name="withdraw-network", most=20, seconds=60 * 60)
_WITHDRAWALS = Limit(name="withdraw", most=10, seconds=60 * 60)


def look_up(request: HttpRequest, *, email: str) -> None:
    """One letter that may go to this mailbox. Raises limits.TooOften, as all of these do."""
    rate_limits.hit(_LOOK_UPS_FROM_NETWORK, _network(request))
    rate_limits.hit(_LOOK_UPS, email)


def opening(request: HttpRequest) -> None:
    """One mailed link tried."""
    rate_limits.hit(_OPENINGS, _network(request))


def withdraw(request: HttpRequest, *, email: str) -> None:
    """One declaration, whose receipt goes to whatever mailbox was typed."""
    rate_limits.hit(_WITHDRAWALS_FROM_NETWORK, _network(request))
    rate_limits.hit(_WITHDRAWALS, email)


def _network(request: HttpRequest) -> str:
    return rate_limits.network(customer_session.client_ip(request))
