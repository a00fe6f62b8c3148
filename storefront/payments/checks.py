"""What Django checks of the checkout's settings before it starts."""

from django.core.checks import CheckMessage, Error

from storefront.payments import options


def gateways_are_written(**_: object) -> list[CheckMessage]:
    """Every gateway that PAYMENT_GATEWAYS names is one that the shop knows how to offer."""
    return [
        Error(
            f"PAYMENT_GATEWAYS names {gateway!r}, which the shop does not know.",
            hint="See storefront/payments/options.py and docs/settings.md.",
            id="payments.E001",
        )
        for gateway in options.unknown()
    ]
