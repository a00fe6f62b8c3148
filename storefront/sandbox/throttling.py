"""How long a network address waits between sign-ins: a second at least, and longer with every failure.

As in Saleor: failures count for two hours, by address and by address with account, and double the wait.
"""

from datetime import timedelta
from math import ceil

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from storefront.sandbox.errors import refuse
from storefront.sandbox.models import Customer, LoginDelay

MAX_SECONDS = 3600
FAILURES_COUNT_FOR = timedelta(hours=2)


def check_may_try(network_address: str) -> None:
    """Refuse a try while the address must wait; otherwise make the next one wait a second, whatever becomes of this."""
    now = timezone.now()
    with transaction.atomic():
        row, created = LoginDelay.objects.select_for_update().get_or_create(
            network_address=network_address, customer=None, defaults={"until": now + timedelta(seconds=1)}
        )
        if not created and row.until > now:
            message = (
                f"Logging has been suspended till {row.until} due to too many logging attempts "
                "originating from the same IP address."
            )
            raise refuse(None, "LOGIN_ATTEMPT_DELAYED", message)
        row.until = now + timedelta(seconds=1)
        row.save()


def note_failure(network_address: str, customer: Customer | None) -> None:
    """Count a wrong password and work out the wait; `customer` is whose account was tried, if there is one."""
    now = timezone.now()
    of_address = _counted(network_address, None)
    of_account = _counted(network_address, customer) if customer else 0
    waits = [_seconds(ceil(of_address / 10), most=of_address >= 100), _seconds(of_account, most=of_account >= 10)]
    LoginDelay.objects.filter(network_address=network_address, customer=None).update(
        until=now + timedelta(seconds=max(waits))
    )


def note_success(network_address: str, customer: Customer) -> None:
    """Forget the failures of this address, its own and with this account."""
    LoginDelay.objects.filter(Q(customer=None) | Q(customer=customer), network_address=network_address).delete()


def _counted(network_address: str, customer: Customer | None) -> int:
    """One failure more; failures of more than two hours ago count no longer."""
    now = timezone.now()
    row, _ = LoginDelay.objects.get_or_create(
        network_address=network_address, customer=customer, defaults={"until": now}
    )
    recent = row.failed_at is not None and row.failed_at > now - FAILURES_COUNT_FOR
    row.failures = row.failures + 1 if recent else 1
    row.failed_at = now
    row.save()
    return row.failures


def _seconds(count: int, *, most: bool) -> int:
    if most:
        return MAX_SECONDS
    return 2 ** (count - 1) if count else 1
