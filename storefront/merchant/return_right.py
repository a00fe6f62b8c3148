"""Whether a market's law lets shoppers withdraw from a contract, and the words of the pages on which they do.

European Union: withdrawal within 14 days, by a function that the law asks for and words (Directive 2011/83/EU, art. 9
and 11a). United Kingdom: cancellation within 14 days (Consumer Contracts Regulations 2013, reg. 29-30), by a form of
the shop's own. Elsewhere both are the shop's promise.
"""

from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from storefront.core.markets import Market, is_in_european_union
from storefront.merchant.identity import merchant_of
from storefront.saleor.order_state import Handover

LEAST_DAYS = 14
"""The time that the law of the European Union and of the United Kingdom gives, in days."""


class ReturnLaw(Enum):
    """What lets shoppers send back what they bought."""

    WITHDRAWAL = auto()
    CANCELLATION = auto()
    PROMISE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRight:
    """The right of return in one market: by which law, and within how many days."""

    law: ReturnLaw
    days: int

    @property
    def is_withdrawal(self) -> bool:
        """Whether the law asks for a function to withdraw, on every page and prominently."""
        return self.law is ReturnLaw.WITHDRAWAL

    @property
    def is_law(self) -> bool:
        """Whether a law gives the right, and protects buyers of faulty goods in its own words."""
        return self.law is not ReturnLaw.PROMISE

    @property
    def action(self) -> str:
        """The label of links and buttons that lead to the form."""
        return _("Withdraw from contract") if self.is_withdrawal else _("Return an order")

    @property
    def link(self) -> str:
        """The label of links to the page about returns, in emails."""
        return _("Returns, and withdrawing") if self.is_withdrawal else _("Returns")

    @property
    def confirm(self) -> str:
        """The label of the button that declares it."""
        return _("Confirm withdrawal") if self.is_withdrawal else _("Confirm return")

    @property
    def confirm_title(self) -> str:
        """The heading above that button."""
        return _("Confirm your withdrawal") if self.is_withdrawal else _("Confirm your return")

    @property
    def received(self) -> str:
        """The heading of the receipt, and the subject of its email."""
        return _("We have received your withdrawal") if self.is_withdrawal else _("We have received your return")

    @property
    def how(self) -> str:
        """The first sentence of the page about returns."""
        if self.is_withdrawal:
            words = _("You have %(days)s days, and you need no reason. Say that you withdraw, and send it back.")
        elif self.is_law:
            words = _("You have %(days)s days, and you need no reason. Tell us, and send it back.")
        else:
            words = _("We promise: you have %(days)s days, and you need no reason. Tell us, and send it back.")
        return words % {"days": self.days}

    def sentence(self, handover: str) -> str:
        """Say until when one may change one's mind, before something is ordered."""
        days = {"days": self.days}
        if not self.is_law:
            return _("We promise: you can return it within %(days)s days, without a reason.") % days
        if not self.is_withdrawal:
            return _("You can cancel within %(days)s days of receiving it, without a reason.") % days
        match handover:
            case Handover.DELIVERY:
                words = _("You can withdraw within %(days)s days of its arrival, without a reason.")
            case Handover.COLLECTION:
                words = _("You can withdraw within %(days)s days of collecting it, without a reason.")
            case _other:
                words = _("You can withdraw within %(days)s days of ordering, without a reason.")
        return words % days


def return_right(market: Market) -> ReturnRight:
    """Return the right of return in a market. A merchant may grant more days than the law, but not fewer."""
    stated = merchant_of(market).return_days
    if is_in_european_union(market.country):
        law = ReturnLaw.WITHDRAWAL
    elif market.country == "GB":
        law = ReturnLaw.CANCELLATION
    else:
        return ReturnRight(law=ReturnLaw.PROMISE, days=LEAST_DAYS if stated is None else stated)
    return ReturnRight(law=law, days=max(LEAST_DAYS, stated or 0))
