"""Amounts as Stripe writes them: whole numbers of a currency's smallest unit.

Source: Stripe's documentation, "Supported currencies" (zero-decimal, three-decimal and special-case currencies).
"""

from decimal import Decimal

_NONE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_THREE = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# Written with two decimals for history's sake, which must be 00.
_TWO_IN_NAME = frozenset({"ISK", "UGX"})


class NotPayable(ValueError):
    """An amount that Stripe has no way to write: too fine for its currency."""


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units to Stripe's number. Raises NotPayable."""
    code = currency.upper()
    minor = amount.scaleb(_decimals(code))
    # Of three decimals Stripe takes two: the last digit must be 0.
    step = 10 if code in _THREE else 100 if code in _TWO_IN_NAME else 1
    if minor != minor.to_integral_value() or int(minor) % step:
        raise NotPayable(f"Stripe cannot take {amount} {code}")
    return int(minor)


def to_major(minor: int, currency: str) -> Decimal:
    """Stripe's number to major units."""
    return Decimal(minor).scaleb(-_decimals(currency.upper()))


def _decimals(code: str) -> int:
    return 0 if code in _NONE else 3 if code in _THREE else 2
