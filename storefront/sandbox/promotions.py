"""Vouchers and gift cards on a checkout, by their codes."""

from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload, changed, locked
from storefront.sandbox.errors import refuse
from storefront.sandbox.global_ids import split_id
from storefront.sandbox.models import Checkout, GiftCard, Voucher
from storefront.sandbox.pricing import applies, listing_of, usable


def add_code(_: Caller, *, promo_code: str, node_id: str | None = None) -> Payload:
    """Add a gift card, or a voucher in the place of the one before."""
    row = locked(node_id)
    voucher = Voucher.objects.filter(code=promo_code).first()
    card = GiftCard.objects.filter(code=promo_code).first()
    if voucher is not None:
        _add_voucher(row, voucher)
    elif card is not None:
        _add_card(row, card)
    else:
        raise refuse("promoCode", "INVALID", "Promo code is invalid")
    return changed(row)


def remove_code(
    _: Caller, *, promo_code: str | None = None, promo_code_id: str | None = None, node_id: str | None = None
) -> Payload:
    """Take a voucher or gift card off, by code or by id."""
    row = locked(node_id)
    if promo_code:
        _remove_by_code(row, promo_code)
    elif promo_code_id:
        _remove_by_id(row, promo_code_id)
    else:
        message = "At least one of arguments is required: 'promo_code', 'promo_code_id'."
        raise refuse(None, "GRAPHQL_ERROR", message)
    return changed(row)


def _add_voucher(row: Checkout, voucher: Voucher) -> None:
    if listing_of(voucher, row) is None or not usable(voucher):
        raise refuse("promoCode", "INVALID", "Promo code is invalid")
    if not applies(voucher, row):
        raise refuse("promoCode", "VOUCHER_NOT_APPLICABLE", "Voucher is not applicable to this checkout.")
    row.voucher = voucher


def _add_card(row: Checkout, card: GiftCard) -> None:
    if not card.is_active or card.currency != row.channel.currency:
        raise refuse("promoCode", "INVALID", "Promo code is invalid")
    row.gift_cards.add(card)


def _remove_by_code(row: Checkout, code: str) -> None:
    if Voucher.objects.filter(code=code).exists():
        if row.voucher is None or row.voucher.code != code:
            message = "Cannot remove a voucher not attached to this checkout."
            raise refuse("promoCode", "INVALID", message)
        row.voucher = None
        return
    card = GiftCard.objects.filter(code=code).first()
    if card is None:
        raise refuse("promoCode", "NOT_FOUND", "Promo code does not exists.")
    if not row.gift_cards.filter(pk=card.pk).exists():
        message = "Cannot remove a gift card not attached to this checkout."
        raise refuse("promoCode", "INVALID", message)
    row.gift_cards.remove(card)


def _remove_by_id(row: Checkout, text: str) -> None:
    try:
        kind, key = split_id(text)
    except ValueError as error:
        raise refuse("promoCodeId", "GRAPHQL_ERROR", f"Invalid ID: {text}.") from error
    if kind not in ("Voucher", "GiftCard"):
        raise refuse("promoCodeId", "NOT_FOUND", "Must receive Voucher or GiftCard id.")
    if kind == "GiftCard":
        row.gift_cards.remove(*row.gift_cards.filter(pk=int(key) if key.isdigit() else 0))
    elif row.voucher is not None:
        if str(row.voucher.pk) != key:
            message = "Couldn't remove a promo code from a checkout."
            raise refuse("promoCodeId", "NOT_FOUND", message)
        row.voucher = None
