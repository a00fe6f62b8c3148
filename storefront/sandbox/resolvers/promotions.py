"""Adding vouchers and gift cards to a checkout by their codes, and removing them."""

from storefront.sandbox.graphql.errors import refuse
from storefront.sandbox.graphql.global_ids import WrongId, find
from storefront.sandbox.graphql.registry import Payload, mutation
from storefront.sandbox.models import Checkout, GiftCard, Voucher
from storefront.sandbox.prices import applies, is_usable, listing_of
from storefront.sandbox.resolvers.authentication import Caller
from storefront.sandbox.resolvers.checkouts import lock, save_change


@mutation("checkoutAddPromoCode")
def add_code(_: Caller, *, promo_code: str, node_id: str | None = None) -> Payload:
    """Add a gift card, or a voucher in place of the one before."""
    row = lock(node_id)
    voucher = Voucher.objects.filter(code=promo_code).first()
    card = GiftCard.objects.filter(code=promo_code, is_active=True, currency=row.currency).first()
    if voucher is not None and is_usable(voucher) and listing_of(voucher, row):
        if not applies(voucher, row):
            raise refuse("promoCode", "VOUCHER_NOT_APPLICABLE")
        row.voucher = voucher
    elif card is not None:
        row.gift_cards.add(card)
    else:
        raise refuse("promoCode", "INVALID")
    return save_change(row)


@mutation("checkoutRemovePromoCode")
def remove_code(
    _: Caller, *, promo_code: str | None = None, promo_code_id: str | None = None, node_id: str | None = None
) -> Payload:
    """Remove a voucher by its code, or a gift card by its code or id."""
    row = lock(node_id)
    if promo_code_id:
        _remove_card(row, promo_code_id)
    elif row.voucher is not None and row.voucher.code == promo_code:
        row.voucher = None
    else:
        card = row.gift_cards.filter(code=promo_code or "").first()
        if card is None:
            raise refuse("promoCode", "INVALID")
        row.gift_cards.remove(card)
    return save_change(row)


def _remove_card(row: Checkout, card_id: str) -> None:
    """Remove a gift card by its id; one that is not on the checkout changes nothing."""
    try:
        card = find(row.gift_cards.all(), card_id, "GiftCard")
    except WrongId as error:
        raise refuse("promoCodeId", "GRAPHQL_ERROR") from error
    if card is not None:
        row.gift_cards.remove(card)
