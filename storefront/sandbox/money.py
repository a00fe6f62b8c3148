"""Amounts with tax, rounded as Saleor rounds."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """Return the amount rounded half up to two places."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedMoney:
    """An amount with and without tax, in major units of the currency."""

    gross: Decimal
    net: Decimal
    currency: str

    @property
    def tax(self) -> Decimal:
        return self.gross - self.net

    def __add__(self, other: "TaxedMoney") -> "TaxedMoney":
        return TaxedMoney(gross=self.gross + other.gross, net=self.net + other.net, currency=self.currency)

    def less(self, amount: Decimal) -> "TaxedMoney":
        """Return what is left when a gift card has paid `amount` (gross): the net falls in proportion."""
        gross = max(self.gross - amount, ZERO)
        net = to_cents(gross * self.net / self.gross) if self.gross else ZERO
        return TaxedMoney(gross=gross, net=net, currency=self.currency)


def with_tax(gross: Decimal, *, rate: Decimal, currency: str) -> TaxedMoney:
    """Return a gross amount with its net; `rate` is in percent."""
    return TaxedMoney(gross=gross, net=to_cents(gross / (1 + rate / 100)), currency=currency)
