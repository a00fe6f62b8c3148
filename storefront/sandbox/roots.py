"""Which function answers which root field of the contract."""

from collections.abc import Callable, Mapping

from storefront.sandbox import catalog, checkouts

QUERIES: dict[str, Callable[..., object]] = {
    "categories": catalog.categories,
    "channel": catalog.channel,
    "checkout": checkouts.checkout,
    "collections": catalog.collections,
    "product": catalog.product,
    "products": catalog.products,
}

MUTATIONS: dict[str, Callable[..., Mapping[str, object]]] = {
    "checkoutCreate": checkouts.create,
    "checkoutCustomerAttach": checkouts.attach_customer,
    "checkoutEmailUpdate": checkouts.update_email,
    "checkoutLinesDelete": checkouts.delete_lines,
    "checkoutLinesUpdate": checkouts.update_lines,
}

# What stands beside `errors` where a payload's fields may not be null, or Saleor says something all the same.
EMPTY_PAYLOADS: dict[str, Mapping[str, object]] = {
    "accountRegister": {"requires_confirmation": True},
    "checkoutComplete": {"confirmation_needed": False},
    "deliveryOptionsCalculate": {"deliveries": []},
}
