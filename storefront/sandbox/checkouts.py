"""Opening a checkout and changing its lines, email and owner."""

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone

from storefront.sandbox.answers.checkouts import CheckoutAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.errors import Problem, Refusal, TopLevelError, refuse
from storefront.sandbox.global_ids import WrongId, asked_uuid, number_of, split_id, uuid_of
from storefront.sandbox.models import Channel, Checkout, CheckoutLine, Variant
from storefront.sandbox.pricing import hold_prices, renew_stale_prices
from storefront.sandbox.stock import check_for_sale, check_quantities

Payload = Mapping[str, object]


class LineInput(TypedDict, total=False):
    """`CheckoutLineInput` and `CheckoutLineUpdateInput`."""

    variantId: str
    quantity: int | None


class CreateInput(TypedDict, total=False):
    """`CheckoutCreateInput`."""

    channel: str | None
    lines: list[LineInput]
    email: str | None


def checkout(caller: Caller, *, node_id: str | None = None) -> CheckoutAnswer | None:
    """The checkout with this id, whoever asks; None when it is unknown or already an order."""
    row = _whole().filter(token=asked_uuid(node_id, "Checkout")).first()
    if row is None:
        return None
    renew_stale_prices(row)
    return CheckoutAnswer(row, to_app=caller.app is not None)


def create(caller: Caller, *, given: CreateInput) -> Payload:
    """A new checkout. A signed-in customer's email is taken when none is given."""
    channel = channel_by(given.get("channel"))
    lines = given["lines"]
    wanted: dict[Variant, int] = {}
    if lines:
        found = _variants(lines)
        for line in lines:
            variant = found[line["variantId"]]
            wanted[variant] = wanted.get(variant, 0) + (line.get("quantity") or 0)
        check_for_sale(wanted, channel)
        check_quantities(wanted, zero_allowed=False)
    email = given.get("email") or (caller.customer.email if caller.customer else "")
    if email:
        check_email(email)
    row = Checkout.objects.create(channel=channel, customer=caller.customer, email=email, prices_until=timezone.now())
    _put(row, wanted)
    return changed(row)


def update_lines(_: Caller, *, lines: Sequence[LineInput], node_id: str | None = None) -> Payload:
    """Make variants' lines hold exactly these quantities: absent ones are added, zero takes a line out."""
    row = locked(node_id)
    found = _variants(lines)
    if any(line.get("quantity") is None for line in lines):
        raise refuse("quantity", "REQUIRED", "The quantity is required for all lines.")
    wanted: dict[Variant, int] = {}
    for line in lines:
        variant = found[line["variantId"]]
        wanted[variant] = wanted.get(variant, 0) + (line.get("quantity") or 0)
    check_quantities(wanted, zero_allowed=True)
    check_for_sale([variant for variant, quantity in wanted.items() if quantity], row.channel)
    _put(row, wanted)
    return changed(row)


def delete_lines(_: Caller, *, lines_ids: Sequence[str], node_id: str | None = None) -> Payload:
    """Take lines out by their ids."""
    row = locked(node_id)
    tokens = {line_id: _line_token(line_id) for line_id in lines_ids}
    lines = row.lines.filter(token__in=tokens.values())
    found = {line.token for line in lines}
    foreign = tuple(line_id for line_id, token in tokens.items() if token not in found)
    if foreign:
        message = "Provided line_ids aren't part of checkout."
        raise Refusal([Problem(field="lineId", code="INVALID", message=message, lines=foreign)])
    lines.delete()
    return changed(row)


def update_email(_: Caller, *, email: str, node_id: str | None = None) -> Payload:
    """Set whom the order is for. Prices and deliveries stay as they are."""
    row = locked(node_id)
    check_email(email)
    row.email = email
    row.save(update_fields=["email", "updated_at"])
    return {"checkout": CheckoutAnswer(row)}


def attach_customer(caller: Caller, *, node_id: str | None = None) -> Payload:
    """Give the checkout to the signed-in customer, whose email it takes."""
    customer = caller.signed_in("AUTHENTICATED_APP", "AUTHENTICATED_USER")
    row = locked(node_id)
    if row.customer is not None:
        message = "You cannot reassign a checkout that is already attached to a user."
        raise TopLevelError(message, "PermissionDenied")
    row.customer, row.email = customer, customer.email
    row.save(update_fields=["customer", "email", "updated_at"])
    return {"checkout": CheckoutAnswer(row)}


def locked(text: str | None) -> Checkout:
    """The checkout to change, its row locked until the command ends; refused when there is none."""
    try:
        token = uuid_of(text or "", "Checkout")
    except WrongId as error:
        raise refuse("id", "GRAPHQL_ERROR", str(error)) from error
    row = _whole().select_for_update(of=("self",)).filter(token=token).first()
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {text}")
    return row


def changed(row: Checkout) -> Payload:
    """After a change of lines, address, delivery or code: prices are read anew, deliveries are stale."""
    hold_prices(row)
    row.deliveries_stale = row.deliveries_stale or needs_shipping(row)
    row.save()
    return {"checkout": CheckoutAnswer(row)}


def needs_shipping(row: Checkout) -> bool:
    """Whether any line must be sent."""
    return row.lines.filter(variant__product__product_type__is_shipping_required=True).exists()


def check_email(email: str) -> None:
    """Refuse nothing at all, and what is no email address."""
    if not email:
        raise refuse("email", "REQUIRED", "This field cannot be blank.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise refuse("email", "INVALID", "Enter a valid email address.") from error


def _whole() -> QuerySet[Checkout]:
    return Checkout.objects.select_related(
        "channel",
        "customer",
        "voucher",
        "delivery__method__channel",
        "collection_point__address",
        "shipping_address",
        "billing_address",
    )


def channel_by(slug: str | None) -> Channel:
    """The channel with this slug; refused when none is named or known."""
    if slug is None:
        raise refuse("channel", "MISSING_CHANNEL_SLUG", "You need to provide channel slug.")
    row = Channel.objects.filter(slug=slug).first()
    if row is None:
        raise refuse("channel", "NOT_FOUND", f"Channel with '{slug}' slug does not exist.")
    return row


def _variants(lines: Sequence[LineInput]) -> dict[str, Variant]:
    """The variants that lines name, by the ids as given."""
    keys = {}
    for line in lines:
        text = line["variantId"]
        try:
            keys[text] = number_of(text, "ProductVariant")
        except WrongId as error:
            raise refuse("variantId", "GRAPHQL_ERROR", _why(text, "ProductVariant")) from error
    found = Variant.objects.select_related("product__product_type").in_bulk(list(keys.values()))
    missing = [text for text, key in keys.items() if key not in found]
    if missing:
        raise refuse("variantId", "GRAPHQL_ERROR", _unresolved(missing))
    return {text: found[key] for text, key in keys.items()}


def _line_token(text: str) -> UUID:
    try:
        return uuid_of(text, "CheckoutLine")
    except WrongId as error:
        raise TopLevelError(_why(text, "CheckoutLine")) from error


def _why(text: str, kind: str) -> str:
    """Why an id of a list is not one of `kind`."""
    try:
        split_id(text)
    except ValueError:
        return _unresolved([text])
    return f"Must receive {kind} id: {text}."


def _unresolved(ids: list[str]) -> str:
    return f"Could not resolve to a node with the global id list of '{ids}'."


def _put(row: Checkout, wanted: Mapping[Variant, int]) -> None:
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
                price=price.amount,
                full_price=price.full_amount,
            )
