"""The one place where a room finds what the rooms above it offer.

Imports go downwards only. A room that has to call a room above it declares a hook here, with the callable's type; the
upper room registers its callable in `AppConfig.ready()`. The system checks `registry.E001` and `registry.E002` fail at
start when a hook has no callable, or one that does not take the declared arguments.
"""

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from django.contrib.sessions.backends.base import SessionBase
from django.core.checks import CheckMessage, Error
from httpx2 import BaseTransport
from prometheus_client.core import Metric

from storefront.core.web.links import PageLink

F = TypeVar("F", bound=Callable[..., Any])


class WebhookSubject(StrEnum):
    """What a webhook from Saleor is about; each subject has its own address."""

    CATALOGUE = "catalogue"
    ORDERS = "orders"
    ACCOUNTS = "accounts"
    TRANSACTIONS = "transactions"


class WebhookHandler(Protocol):
    """Store what a webhook names and enqueue the slow work on commit.

    `event` is Saleor's event name, from an unsigned header; `body` is the verified JSON. Handlers run in one
    transaction, and must accept the same webhook twice, late and out of order. Raises msgspec.DecodeError for an
    unreadable body.
    """

    def __call__(self, event: str, body: bytes) -> None: ...


class ProductChangeHandler(Protocol):
    """React to stored product changes, in the same transaction. `products` are primary keys of catalogue rows."""

    def __call__(self, products: Collection[int]) -> None: ...


class PageChangeHandler(Protocol):
    """Follow pages, by primary key, that were published, unpublished, moved or deleted."""

    def __call__(self, pages: Collection[int]) -> None: ...


class GuidesOfProducts(Protocol):
    """Return links to the guides about these products (slugs), for the active market."""

    def __call__(self, slugs: Collection[str]) -> Sequence[PageLink]: ...


class RecallNotices(Protocol):
    """Return links to the recalls of those of these variants that are recalled and may not be sold, by identifier.

    `identifiers` are SKUs and Saleor's IDs.
    """

    def __call__(self, identifiers: Collection[str]) -> Mapping[str, PageLink]: ...


class LanguageOfCheckout(Protocol):
    """Return the language in which a checkout was paid for, or None when it was not paid for in this shop."""

    def __call__(self, checkout_id: str) -> str | None: ...


class EmbeddedTransport(Protocol):
    """Return the HTTP transport of an embedded Saleor."""

    def __call__(self) -> BaseTransport: ...


class AppTokenIssuer(Protocol):
    """Return the token of our app of this identifier at an embedded Saleor, which needs no installation."""

    def __call__(self, identifier: str) -> str: ...


class Gauges(Protocol):
    """Return the current values of a room's gauges for `/metrics`."""

    def __call__(self) -> Iterable[Metric]: ...


class DegradedParts(Protocol):
    """Name the parts that do not work although pages can be served. `has_database` is False when it is unreachable."""

    def __call__(self, *, has_database: bool) -> Iterable[str]: ...


class CustomerData(Protocol):
    """Return what a room stores about a customer, by the name it has in their download.

    `email` is the customer's confirmed address; `order_ids` are Saleor's IDs of their orders.
    """

    def __call__(self, *, email: str, order_ids: Collection[str]) -> Mapping[str, object]: ...


class PersonLeft(Protocol):
    """Remove what a room keeps of a person in their session; the person signs out, or someone else signs in."""

    def __call__(self, session: SessionBase) -> None: ...


class Hook(Generic[F]):
    """A named slot for callables of one type, registered by upper rooms and called by a lower one."""

    def __init__(self, name: str, interface: object, *, is_single: bool = False, is_optional: bool = False) -> None:
        self.name = name
        self.interface = interface
        self.is_optional = is_optional
        self._is_single = is_single
        self._callables: list[F] = []

    def register(self, function: F) -> None:
        """Add a callable; the same one twice counts once. A single hook keeps the last one."""
        if self._is_single:
            self._callables.clear()
        if function not in self._callables:
            self._callables.append(function)

    def __iter__(self) -> Iterator[F]:
        return iter(tuple(self._callables))

    @property
    def only(self) -> F:
        """The registered callable of a single hook."""
        return self._callables[0]

    @contextmanager
    def replaced_by(self, *functions: F) -> Iterator[None]:
        """Use only these callables inside the block, for tests."""
        before = self._callables
        self._callables = list(functions)
        try:
            yield
        finally:
            self._callables = before


webhook_handlers: dict[WebhookSubject, Hook[WebhookHandler]] = {
    subject: Hook[WebhookHandler](f"webhook_handlers[{subject}]", WebhookHandler) for subject in WebhookSubject
}
product_change_handlers = Hook[ProductChangeHandler]("product_change_handlers", ProductChangeHandler)
page_change_handlers = Hook[PageChangeHandler]("page_change_handlers", PageChangeHandler)
guides_of_products = Hook[GuidesOfProducts]("guides_of_products", GuidesOfProducts, is_single=True)
recall_notices = Hook[RecallNotices]("recall_notices", RecallNotices, is_single=True)
language_of_checkout = Hook[LanguageOfCheckout]("language_of_checkout", LanguageOfCheckout, is_single=True)
gauges = Hook[Gauges]("gauges", Gauges)
degraded_parts = Hook[DegradedParts]("degraded_parts", DegradedParts)
customer_data = Hook[CustomerData]("customer_data", CustomerData)
person_left = Hook[PersonLeft]("person_left", PersonLeft)
# Registered only without SALEOR_API_URL.
embedded_transport = Hook[EmbeddedTransport]("embedded_transport", EmbeddedTransport, is_single=True, is_optional=True)
app_token_issuer = Hook[AppTokenIssuer]("app_token_issuer", AppTokenIssuer, is_single=True, is_optional=True)

HOOKS: tuple[Hook[Any], ...] = (
    *webhook_handlers.values(),
    product_change_handlers,
    page_change_handlers,
    guides_of_products,
    recall_notices,
    language_of_checkout,
    gauges,
    degraded_parts,
    customer_data,
    person_left,
    embedded_transport,
    app_token_issuer,
)


def check_hooks(**_: object) -> list[CheckMessage]:
    """Report hooks without a callable and callables whose arguments differ from the declared ones."""
    errors: list[CheckMessage] = []
    for hook in HOOKS:
        registered = list(hook)
        if not registered and not hook.is_optional:
            hint = "Register one in the AppConfig.ready() of the room that offers it (storefront/core/registry.py)."
            errors.append(Error(f"No callable is registered for {hook.name}.", hint=hint, id="registry.E001"))
        wanted = _arguments(getattr(hook.interface, "__call__"))[1:]  # noqa: B004, B009
        for function in registered:
            if _arguments(function) != wanted:
                name = f"{function.__module__}.{function.__qualname__}"
                text = f"{name} does not take the arguments of {hook.name}: {', '.join(wanted)}."
                errors.append(Error(text, id="registry.E002"))
    return errors


def _arguments(function: Callable[..., object]) -> list[str]:
    return [
        name if parameter.kind is not inspect.Parameter.KEYWORD_ONLY else f"{name}="
        for name, parameter in inspect.signature(function).parameters.items()
    ]
