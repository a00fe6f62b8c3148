"""Which function answers which root field of the contract."""

from collections.abc import Callable, Mapping

from storefront.sandbox import (
    account_deletion,
    accounts,
    address_book,
    address_rules,
    catalog,
    checkouts,
    complete,
    deliveries,
    orders,
    payments,
    promotions,
    refunds,
    signing_in,
)

QUERIES: dict[str, Callable[..., object]] = {
    "addressValidationRules": address_rules.validation_rules,
    "categories": catalog.categories,
    "channel": catalog.channel,
    "checkout": checkouts.checkout,
    "collections": catalog.collections,
    "me": accounts.me,
    "order": orders.order,
    "orders": orders.orders,
    "product": catalog.product,
    "products": catalog.products,
    "transaction": refunds.transaction,
}

MUTATIONS: dict[str, Callable[..., Mapping[str, object]]] = {
    "accountAddressCreate": address_book.create,
    "accountAddressDelete": address_book.delete,
    "accountAddressUpdate": address_book.update,
    "accountDelete": account_deletion.delete,
    "accountRegister": accounts.register,
    "accountRequestDeletion": account_deletion.request_deletion,
    "accountSetDefaultAddress": address_book.make_default,
    "checkoutAddPromoCode": promotions.add_code,
    "checkoutBillingAddressUpdate": deliveries.update_billing_address,
    "checkoutComplete": complete.complete,
    "checkoutCreate": checkouts.create,
    "checkoutCustomerAttach": checkouts.attach_customer,
    "checkoutDeliveryMethodUpdate": deliveries.choose,
    "checkoutEmailUpdate": checkouts.update_email,
    "checkoutLinesDelete": checkouts.delete_lines,
    "checkoutLinesUpdate": checkouts.update_lines,
    "checkoutRemovePromoCode": promotions.remove_code,
    "checkoutShippingAddressUpdate": deliveries.update_shipping_address,
    "confirmAccount": accounts.confirm,
    "confirmEmailChange": account_deletion.confirm_email_change,
    "deliveryOptionsCalculate": deliveries.options,
    "orderNoteAdd": orders.add_note,
    "paymentGatewayInitialize": payments.initialize_gateways,
    "passwordChange": accounts.change_password,
    "requestEmailChange": account_deletion.request_email_change,
    "requestPasswordReset": accounts.request_reset,
    "setPassword": signing_in.set_password,
    "tokenCreate": signing_in.create_token,
    "tokenRefresh": signing_in.refresh,
    "tokensDeactivateAll": signing_in.deactivate_all,
    "transactionEventReport": payments.report,
    "transactionInitialize": payments.initialize,
    "transactionProcess": payments.process,
    "transactionRequestAction": refunds.request_action,
}

# What stands beside `errors` where a payload's fields may not be null, or Saleor says something all the same.
EMPTY_PAYLOADS: dict[str, Mapping[str, object]] = {
    "accountRegister": {"requires_confirmation": True},
    "checkoutComplete": {"confirmation_needed": False},
    "deliveryOptionsCalculate": {"deliveries": []},
}

# These note a try to sign in whatever becomes of it, so they begin and end their transactions themselves.
OWN_TRANSACTIONS = frozenset({"confirmAccount", "setPassword", "tokenCreate"})

# These never look at who asks, so that a worthless token does not trouble them.
BLIND = frozenset({"addressValidationRules", "categories", "channel", "setPassword"})
