"""The steps from cart to order. A step knows whether it applies to a checkout, and whether it is complete."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.saleor.types import Checkout


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: `name` is its address, `title` its label."""

    name: str
    title: Promise
    applies: Callable[[Checkout], bool]
    complete: Callable[[Checkout], bool]

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("checkout:step", args=[self.name])


def delivery_is_invalid(checkout: Checkout) -> bool:
    """Whether the chosen delivery is no longer offered: another must be chosen."""
    return any(problem.typename == "CheckoutProblemDeliveryMethodInvalid" for problem in checkout.problems or ())


def delivery_is_stale(checkout: Checkout) -> bool:
    """Whether the chosen delivery must be worked out again: its price may be another now."""
    return any(problem.typename == "CheckoutProblemDeliveryMethodStale" for problem in checkout.problems or ())


def _has_addresses(checkout: Checkout) -> bool:
    goes_somewhere = checkout.shipping_address is not None or not checkout.is_shipping_required
    return goes_somewhere and checkout.billing_address is not None


def _is_handed_over(checkout: Checkout) -> bool:
    is_delivered = checkout.delivery is not None and not delivery_is_invalid(checkout)
    return is_delivered or checkout.collection_point is not None


CONTACT = Step(
    name="contact",
    title=_("Contact"),
    applies=lambda checkout: True,
    complete=lambda checkout: bool(checkout.email),
)
ADDRESS = Step(name="address", title=_("Address"), applies=lambda checkout: True, complete=_has_addresses)
DELIVERY = Step(
    name="delivery",
    title=_("Delivery"),
    applies=lambda checkout: checkout.is_shipping_required,
    complete=_is_handed_over,
)
PAYMENT = Step(
    name="payment",
    title=_("Payment"),
    applies=lambda checkout: True,
    complete=lambda checkout: False,
)
STEPS = (CONTACT, ADDRESS, DELIVERY, PAYMENT)
BY_NAME = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """A step in the bar at the top: `state` is done, now or later; only what may be gone to has an address."""

    name: str
    label: str
    url: str | None
    state: str


def first_incomplete(checkout: Checkout) -> Step:
    """Where the shopper has to go on."""
    return next(step for step in STEPS if step.applies(checkout) and not step.complete(checkout))


def may_be_shown(step: Step, checkout: Checkout) -> bool:
    """Whether nothing before it is still open."""
    return step.applies(checkout) and STEPS.index(step) <= STEPS.index(first_incomplete(checkout))


def bar(checkout: Checkout | None, *, current: Step) -> tuple[StepLink, ...]:
    """The steps that apply; with no checkout in hand, all of them and no links."""
    if checkout is None:
        return tuple(StepLink(name=s.name, label=str(s.title), url=None, state="later") for s in STEPS)
    return tuple(_link(step, checkout, current) for step in STEPS if step.applies(checkout))


def _link(step: Step, checkout: Checkout, current: Step) -> StepLink:
    state = "now" if step is current else "done" if step.complete(checkout) else "later"
    url = step.url if may_be_shown(step, checkout) else None
    return StepLink(name=step.name, label=str(step.title), url=url, state=state)
