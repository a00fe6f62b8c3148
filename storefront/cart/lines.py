"""Write the lines of a checkout. Nothing else puts a variant into a cart, and each is admitted first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from storefront.cart import admission
from storefront.cart.admission import NotAdmitted
from storefront.saleor import checkouts
from storefront.saleor.checkouts import LineQuantity
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.client.retry import retry_if_lost
from storefront.saleor.types import Checkout


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Writes lines in one channel. `owner` creates checkouts: a signed-in customer's belong to their account.

    Each method raises NotAdmitted, errors.MutationError (nothing has changed), errors.ResponseLost or
    errors.Unavailable.
    """

    channel: str
    caller: Credentials = field(repr=False)
    owner: Callable[[], Credentials] = field(repr=False)

    def create(self, wanted: Mapping[str, int]) -> Checkout:
        """Create a checkout. If the response is lost, another one may remain, empty of meaning; Saleor deletes it.

        A customer whose sign-in Saleor no longer accepts gets a cart without an account.
        """
        admission.check(wanted, channel=self.channel)
        lines = _line_quantities(wanted)
        owner = self.owner()
        try:
            return retry_if_lost(lambda: checkouts.create(self.channel, lines=lines, caller=owner))
        except (errors.TokenExpired, errors.NotAllowed):
            if owner.token is None:
                raise
            return retry_if_lost(lambda: checkouts.create(self.channel, lines=lines, caller=self.caller))

    def set(self, checkout_id: str, wanted: Mapping[str, int], *, held: Mapping[str, int]) -> Checkout:
        """Set quantities. What is only made fewer than `held` is not asked for again."""
        more = {variant_id: quantity for variant_id, quantity in wanted.items() if quantity > held.get(variant_id, 0)}
        admission.check(more, channel=self.channel)

        def is_done(checkout: Checkout) -> bool:
            now = quantities_of(checkout)
            return all(now.get(variant_id, 0) == quantity for variant_id, quantity in wanted.items())

        lines = _line_quantities(wanted)
        return self.mutate(
            checkout_id, lambda: checkouts.set_lines(checkout_id, lines=lines, caller=self.caller), is_done
        )

    def fill(self, checkout: Checkout | None, variant_id: str, quantity: int) -> Checkout | None:
        """Have `quantity` of a variant in the checkout, or as many as can be had; None creates a checkout.

        Returns the checkout as it was if the variant cannot be had. Saleor states how many are left only for variants
        in a checkout.
        """
        held = quantities_of(checkout) if checkout else {}
        most = admission.most_of(variant_id, channel=self.channel)
        quantity = quantity if most is None else min(quantity, most)
        if held.get(variant_id, 0) >= quantity:
            return checkout
        try:
            return self._put(checkout, variant_id, quantity, held)
        except NotAdmitted:
            return checkout
        except errors.MutationError as refused:
            if "INSUFFICIENT_STOCK" not in refused.codes:
                return checkout
        try:
            if not held.get(variant_id):
                checkout = self._put(checkout, variant_id, 1, held)
            left = left_of(checkout, variant_id)
            if left is not None and held.get(variant_id, 1) < left < quantity:
                checkout = self._put(checkout, variant_id, left, held)
        except errors.MutationError:
            return checkout
        return checkout

    def delete(self, checkout_id: str, variant_id: str) -> Checkout | None:
        """Delete a line. One whose variant can no longer be bought accepts no quantity, not even 0."""
        checkout = checkouts.get(checkout_id, caller=self.caller)
        for line in checkout.lines if checkout else ():
            if line.variant.id == variant_id:
                checkout = checkouts.delete_lines(checkout_id, line_ids=[line.id], caller=self.caller)
        return checkout

    def mutate(self, checkout_id: str, mutate: Callable[[], Checkout], is_done: Callable[[Checkout], bool]) -> Checkout:
        """Run a mutation; if its response is lost, look whether it is done before trying again."""

        def find_result() -> Checkout | None:
            checkout = checkouts.get(checkout_id, caller=self.caller)
            return checkout if checkout is not None and is_done(checkout) else None

        return retry_if_lost(mutate, find_result=find_result)

    def _put(self, checkout: Checkout | None, variant_id: str, quantity: int, held: Mapping[str, int]) -> Checkout:
        wanted = {variant_id: quantity}
        return self.create(wanted) if checkout is None else self.set(checkout.id, wanted, held=held)


def quantities_of(checkout: Checkout) -> dict[str, int]:
    """Return the quantity of each variant by ID."""
    quantities: dict[str, int] = {}
    for line in checkout.lines:
        quantities[line.variant.id] = quantities.get(line.variant.id, 0) + line.quantity
    return quantities


def left_of(checkout: Checkout | None, variant_id: str) -> int | None:
    """Return how many of a variant in the checkout are left; None if Saleor does not say."""
    lines = checkout.lines if checkout else ()
    return next((line.variant.quantity_available for line in lines if line.variant.id == variant_id), None)


def _line_quantities(quantities: Mapping[str, int]) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(variant_id=key, quantity=quantity) for key, quantity in quantities.items())
