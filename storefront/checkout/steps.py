"""The steps of the checkout. A step knows whether it applies to a checkout and whether it is complete."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.saleor.types import Checkout


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `name` is the last part of its address."""

    name: str
    title: Promise
    is_applicable: Callable[[Checkout], bool]
    is_complete: Callable[[Checkout], bool]

    @property
    def url(self) -> str:
        """The address of its page."""
        return reverse("checkout:step", args=[self.name])


def delivery_is_invalid(checkout: Checkout) -> bool:
    """Tell whether the chosen delivery is no longer offered, so that another must be chosen."""
    return any(problem.typename == "CheckoutProblemDeliveryMethodInvalid" for problem in checkout.problems or ())


def delivery_is_stale(checkout: Checkout) -> bool:
    """Tell whether Saleor must calculate the chosen delivery again, since its price may have changed."""
    return any(problem.typename == "CheckoutProblemDeliveryMethodStale" for problem in checkout.problems or ())


def _has_addresses(checkout: Checkout) -> bool:
    is_destination_known = checkout.shipping_address is not None or not checkout.is_shipping_required
    return is_destination_known and checkout.billing_address is not None


def _has_delivery(checkout: Checkout) -> bool:
    is_delivered = checkout.delivery is not None and not delivery_is_invalid(checkout)
    return is_delivered or checkout.collection_point is not None


CONTACT = Step(
    name="contact",
    title=_("Contact"),
    is_applicable=lambda checkout: True,
    is_complete=lambda checkout: bool(checkout.email),
)
ADDRESS = Step(name="address", title=_("Address"), is_applicable=lambda checkout: True, is_complete=_has_addresses)
DELIVERY = Step(
    name="delivery",
    title=_("Delivery"),
    is_applicable=lambda checkout: checkout.is_shipping_required,
    is_complete=_has_delivery,
)
PAYMENT = Step(
    name="payment",
    title=_("Payment"),
    is_applicable=lambda checkout: True,
    is_complete=lambda checkout: False,
)
STEPS = (CONTACT, ADDRESS, DELIVERY, PAYMENT)
BY_NAME = {step.name: step for step in STEPS}


class StepState(StrEnum):
    """Where a step is in the shopper's progress; a CSS class of the bar."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """A step in the bar at the top of the page. Only steps that may be shown have an address."""

    name: str
    label: str
    url: str | None
    state: StepState


def first_incomplete(checkout: Checkout) -> Step:
    """Return the step at which the shopper has to continue."""
    return next(step for step in STEPS if step.is_applicable(checkout) and not step.is_complete(checkout))


def may_be_shown(step: Step, checkout: Checkout) -> bool:
    """Tell whether every step before it is complete."""
    return step.is_applicable(checkout) and STEPS.index(step) <= STEPS.index(first_incomplete(checkout))


def step_links(checkout: Checkout | None, *, current: Step) -> tuple[StepLink, ...]:
    """Return the steps that apply; without a checkout, all of them and no addresses."""
    if checkout is None:
        return tuple(StepLink(name=s.name, label=str(s.title), url=None, state=StepState.LATER) for s in STEPS)
    return tuple(_link(step, checkout, current) for step in STEPS if step.is_applicable(checkout))


def _link(step: Step, checkout: Checkout, current: Step) -> StepLink:
    is_done = step.is_complete(checkout)
    state = StepState.NOW if step is current else StepState.DONE if is_done else StepState.LATER
    url = step.url if may_be_shown(step, checkout) else None
    return StepLink(name=step.name, label=str(step.title), url=url, state=state)
