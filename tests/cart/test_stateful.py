"""Compare a cart under random actions and faults with a dictionary as its model."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from storefront.catalog.models import Offer
from storefront.saleor import checkouts
from storefront.saleor.client import api
from storefront.sandbox import models as sandbox
from tests.cart.shopper import CONDOMS, GEL, LOW_STOCK, Shopper, variant_id
from tests.cart.transports import LosingRequests, LosingResponses, Unreachable

THINGS = (GEL, CONDOMS, LOW_STOCK)
PREFIXES = {"uk": "", "eu": "/en-ie"}
MOST = 50  # Saleor's limit for one line


class CartAndModel(RuleBasedStateMachine):
    """One shopper; `held` is what the cart must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.shopper = Shopper()
        self.channel = "uk"
        self.held: dict[str, int] = {}
        self.left = {slug: self._left(slug) for slug in THINGS}

    @rule(slug=st.sampled_from(THINGS), quantity=st.integers(1, 4))
    def add(self, slug: str, quantity: int) -> None:
        """Add some, if they are in stock."""
        self._want(slug, self.held.get(slug, 0) + quantity, self.shopper.add(slug, quantity=quantity).status_code)

    @rule(slug=st.sampled_from(THINGS), quantity=st.integers(0, 6))
    def set(self, slug: str, quantity: int) -> None:
        """Set a quantity."""
        if not self.held:
            return
        answer = self.shopper.post("/cart/set/", {"variant": self._variant(slug), "quantity": quantity})
        self._want(slug, quantity, answer.status_code)

    @rule(
        slug=st.sampled_from(THINGS), transport=st.sampled_from([LosingResponses, LosingRequests]), twice=st.booleans()
    )
    def add_with_a_lost_response(self, slug: str, transport: type[LosingResponses], twice: bool) -> None:
        """Break the connection once, before or after the work; a shopper may press twice."""
        for press in range(2 if twice else 1):
            wanted = self.held.get(slug, 0) + 1
            with api.override_transport(transport(CheckoutLinesUpdate=1 - press, CheckoutCreate=1 - press)):
                self._want(slug, wanted, self.shopper.add(slug).status_code)

    @rule(slug=st.sampled_from(THINGS))
    def add_while_saleor_is_unavailable(self, slug: str) -> None:
        """Nothing changes, and the page says so."""
        with api.override_transport(Unreachable()):
            assert self.shopper.add(slug).status_code == 503

    @precondition(lambda self: self.held)
    @rule(channel=st.sampled_from(sorted(PREFIXES)))
    def go_to_a_market(self, channel: str) -> None:
        """The cart moves along."""
        self.channel = channel
        self.shopper = Shopper(PREFIXES[channel], client=self.shopper.client)
        self.shopper.get("/cart/")

    @precondition(lambda self: self.held)
    @rule()
    def expire(self) -> None:
        """Delete the checkout; the shop creates a new one."""
        sandbox.Checkout.objects.all().delete()

    @invariant()
    def they_agree(self) -> None:
        """The page, Saleor and the model hold the same."""
        self.shopper.get("/cart/")
        kept = self.shopper.client.session.get("carts", {}).get(self.channel)
        found = checkouts.get(kept["checkout"]) if kept and kept["checkout"] else None
        assert {line.variant.product.slug: line.quantity for line in (found.lines if found else ())} == self.held

    def _want(self, slug: str, quantity: int, status: int) -> None:
        if quantity > min(self.left[slug], MOST):
            assert status == 422
            return
        assert status == 302
        self.held[slug] = quantity
        self.held = {name: number for name, number in self.held.items() if number}

    def _variant(self, slug: str) -> str:
        return variant_id(slug, channel=self.channel)

    @staticmethod
    def _left(slug: str) -> int:
        offer = Offer.objects.get(variant__product__slug=slug, channel="uk")
        return MOST if offer.left is None else offer.left


@pytest.mark.django_db
def test_a_cart_and_its_model_agree_whatever_happens() -> None:
    run_state_machine_as_test(
        CartAndModel,
        settings=settings(
            max_examples=10,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
