"""Checkouts: creating one, changing its lines, email and customer, and the fields that are worked out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone

from storefront.sandbox.graphql.errors import TopLevelError, permission_denied, refuse
from storefront.sandbox.graphql.global_ids import WrongId, find, find_for_mutation, find_for_query
from storefront.sandbox.graphql.registry import Payload, Resolver, computed, mutation, query, to_camel_case
from storefront.sandbox.models import Checkout, CheckoutLine, Delivery, Transaction, Variant
from storefront.sandbox.prices import hold_prices, renew_prices, totals_of
from storefront.sandbox.resolvers.authentication import Caller
from storefront.sandbox.resolvers.catalog import find_channel
from storefront.sandbox.stock import check_for_sale, check_quantities


class LineInput(TypedDict, total=False):
    """`CheckoutLineInput` and `CheckoutLineUpdateInput`."""

    variantId: str
    quantity: int | None


class CreateInput(TypedDict, total=False):
    """`CheckoutCreateInput`."""

    channel: str | None
    lines: list[LineInput]
    email: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A member of `CheckoutProblem` or `CheckoutLineProblem`."""

    typename: str
    line: CheckoutLine | None = None
    delivery: Delivery | None = None
    available_quantity: int | None = None


@query("checkout")
def checkout(_: Caller, *, node_id: str | None = None) -> Checkout | None:
    """Return the checkout with this id, to any caller; None when it is unknown or has become an order."""
    row = find_for_query(_with_parts(), node_id, "Checkout")
    if row is not None:
        renew_prices(row)
    return row


@mutation("checkoutCreate")
def create(caller: Caller, *, input_data: CreateInput) -> Payload:
    """Create a checkout. A customer's email is taken when none is given."""
    channel = find_channel(input_data.get("channel"))
    wanted = _wanted(input_data["lines"])
    check_for_sale(wanted, channel)
    check_quantities(wanted, is_zero_allowed=False)
    email = input_data.get("email") or (caller.customer.email if caller.customer else "")
    if email:
        check_email(email)
    row = Checkout.objects.create(channel=channel, customer=caller.customer, email=email, prices_until=timezone.now())
    _set_lines(row, wanted)
    return save_change(row)


@mutation("checkoutLinesUpdate")
def update_lines(_: Caller, *, lines: Sequence[LineInput], node_id: str | None = None) -> Payload:
    """Set variants to these quantities: absent ones are added, zero removes a line."""
    row = lock(node_id)
    wanted = _wanted(lines)
    check_quantities(wanted, is_zero_allowed=True)
    check_for_sale([variant for variant, quantity in wanted.items() if quantity], row.channel)
    _set_lines(row, wanted)
    return save_change(row)


@mutation("checkoutLinesDelete")
def delete_lines(_: Caller, *, lines_ids: Sequence[str], node_id: str | None = None) -> Payload:
    """Remove lines by their ids."""
    row = lock(node_id)
    try:
        found = {each: find(row.lines.all(), each, "CheckoutLine") for each in lines_ids}
    except WrongId as error:
        raise TopLevelError("Invalid ID.") from error
    foreign = tuple(each for each, line in found.items() if line is None)
    if foreign:
        raise refuse("lineId", "INVALID", lines=foreign)
    row.lines.filter(pk__in=[line.pk for line in found.values() if line]).delete()
    return save_change(row)


@mutation("checkoutEmailUpdate")
def update_email(_: Caller, *, email: str, node_id: str | None = None) -> Payload:
    """Set the email. Prices and deliveries stay as they are."""
    row = lock(node_id)
    check_email(email)
    row.email = email
    row.save(update_fields=["email", "updated_at"])
    return {"checkout": row}


@mutation("checkoutLanguageCodeUpdate")
def update_language(_: Caller, *, language_code: str, node_id: str | None = None) -> Payload:
    """Set the language of the shopper."""
    row = lock(node_id)
    row.language_code = language_code
    row.save(update_fields=["language_code", "updated_at"])
    return {"checkout": row}


@mutation("checkoutCustomerAttach")
def attach_customer(caller: Caller, *, node_id: str | None = None) -> Payload:
    """Give the checkout to the signed-in customer; it takes the customer's email."""
    customer = caller.require_customer()
    row = lock(node_id)
    if row.customer is not None:
        raise permission_denied()
    row.customer, row.email = customer, customer.email
    row.save(update_fields=["customer", "email", "updated_at"])
    return {"checkout": row}


def lock(node_id: str | None) -> Checkout:
    """Return the checkout to change, its row locked until the mutation ends; refuse when there is none."""
    return find_for_mutation(_with_parts().select_for_update(of=("self",)), node_id, "Checkout")


def save_change(row: Checkout) -> Payload:
    """Save a change of lines, address, delivery or code: prices are read again, deliveries become stale."""
    hold_prices(row)
    row.deliveries_stale = row.deliveries_stale or row.needs_shipping
    row.save()
    return {"checkout": row}


def check_email(email: str) -> None:
    """Refuse an empty or invalid email address."""
    if not email:
        raise refuse("email", "REQUIRED")
    try:
        validate_email(email)
    except ValidationError as error:
        raise refuse("email", "INVALID") from error


def _register_totals() -> None:
    """Answer these fields of Checkout from its `Totals`."""

    def reader(attribute: str) -> Resolver:
        return lambda row, _caller: getattr(totals_of(row), attribute)

    for attribute in (
        "lines",
        "gift_cards",
        "quantity",
        "is_shipping_required",
        "discount",
        "subtotal_price",
        "shipping_price",
        "total_price",
        "total_balance",
        "charge_status",
        "authorize_status",
    ):
        computed(f"Checkout.{to_camel_case(attribute)}")(reader(attribute))


_register_totals()


@computed("Checkout.transactions")
def transactions(row: Checkout, caller: Caller) -> Iterable[Transaction]:
    """Return the payments, to the shop's own app only."""
    caller.require_app()
    return list(row.transactions.all())


@computed("Checkout.problems")
def checkout_problems(row: Checkout, caller: Caller) -> list[Problem]:
    """Return the problems of all lines and of the chosen delivery."""
    found = [problem for line in totals_of(row).lines for problem in line_problems(line, caller)]
    if row.delivery is not None and row.deliveries_stale:
        found.append(Problem("CheckoutProblemDeliveryMethodStale", delivery=row.delivery))
    if row.delivery is not None and not row.delivery.is_valid:
        found.append(Problem("CheckoutProblemDeliveryMethodInvalid", delivery=row.delivery))
    return found


@computed("CheckoutLine.problems")
def line_problems(line: CheckoutLine, _: Caller) -> list[Problem]:
    """Return that the variant is not for sale, or that fewer are left than the line asks for."""
    if not line.is_for_sale:
        return [Problem("CheckoutLineProblemVariantNotAvailable", line=line)]
    # Saleor reports a preorder as short of stock, though it can be bought.
    left = 0 if line.variant.preorder_until else line.variant.stock
    if left < line.quantity:
        return [Problem("CheckoutLineProblemInsufficientStock", line=line, available_quantity=left)]
    return []


@computed("CheckoutLine.variant")
def line_variant(line: CheckoutLine, _: Caller) -> Variant:
    """Return the variant as the checkout's channel sees it."""
    line.variant.in_channel = line.checkout.channel
    return line.variant


def _with_parts() -> QuerySet[Checkout]:
    """Checkouts with the parts that most of them have; the others are read when a field asks for them."""
    return Checkout.objects.select_related(
        "channel", "delivery__method__channel", "shipping_address", "billing_address"
    )


def _wanted(lines: Sequence[LineInput]) -> Mapping[Variant, int]:
    """Return the quantities by variant; a variant named twice is summed. Refuse unknown variants."""
    variants = Variant.objects.select_related("product__product_type")
    wanted: Counter[Variant] = Counter()
    for line in lines:
        try:
            variant = find(variants, line["variantId"], "ProductVariant")
        except WrongId:
            variant = None
        if variant is None:
            raise refuse("variantId", "GRAPHQL_ERROR")
        wanted[variant] += line.get("quantity") or 0
    return wanted


def _set_lines(row: Checkout, wanted: Mapping[Variant, int]) -> None:
    present = {line.variant_id: line for line in row.lines.all()}
    prices = {price.variant_id: price for price in row.channel.price_set.filter(variant__in=list(wanted))}
    for variant, quantity in wanted.items():
        line = present.get(variant.pk)
        if not quantity:
            if line:
                line.delete()
        elif line:
            line.quantity = quantity
            line.save(update_fields=["quantity"])
        else:
            price = prices[variant.pk]
            CheckoutLine.objects.create(
                checkout=row,
                variant=variant,
                quantity=quantity,
                price=price.price,
                undiscounted_unit_price=price.price_undiscounted,
            )
