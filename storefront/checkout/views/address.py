"""Step 2: the delivery address and the billing address."""

from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from storefront.addresses.countries import DeliveryCountries, delivery_countries
from storefront.addresses.formatting import format_address
from storefront.addresses.forms import FORM_FIELDS, AddressForm, initial_values, unchecked_form
from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.checkout import services
from storefront.checkout.delivery_restrictions import refused_deliveries
from storefront.checkout.error_messages import add_errors
from storefront.checkout.step_context import StepContext
from storefront.core.markets import active_market
from storefront.merchant.identity import merchant_of
from storefront.saleor import accounts, customer_session
from storefront.saleor.client import errors
from storefront.saleor.types import Address, Checkout

BILLING_PREFIX = "bill"


class SameAddressForm(forms.Form):
    """Whether the billing address is the delivery address."""

    bill_same = forms.BooleanField(required=False, label=_("The bill has the same address"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAddress:
    """An address from the customer's address book; `place` is its position there."""

    place: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressForms:
    """The step's forms. `main` is the delivery address, or the billing address if nothing is delivered.

    `same` is None if nothing is delivered, `billing` while it is the same address as `main`.
    """

    main: AddressForm
    same: SameAddressForm | None
    billing: AddressForm | None

    def are_valid(self) -> bool:
        """Validate every form, so that all errors are shown."""
        is_main_valid = self.main.is_valid()
        return (self.billing is None or self.billing.is_valid()) and is_main_valid

    def with_address(self, address: Address) -> "AddressForms":
        """Return the forms with another address in `main`; the billing form stays as it is."""
        countries = _countries(address.country.code, self.main.purpose)
        main = AddressForm(
            places=countries, purpose=self.main.purpose, initial=initial_values(address), prefix=self.main.prefix
        )
        return replace(self, main=main)

    def context(self) -> dict[str, object]:
        """Return the forms under the names that the template uses."""
        return {"form": self.main, "same_form": self.same, "billing_form": self.billing}


def address(context: StepContext) -> HttpResponse:
    """Ask for the addresses that the order needs, in the fields of the chosen country."""
    request, checkout = context.request, context.checkout
    is_posted = request.method == "POST"
    book = _address_book(request)
    shared = {"book": _saved_addresses(book)}
    found = _forms(request, checkout, is_bound=is_posted, account=None if is_posted else _default_address(book))
    if checkout is None or not is_posted:
        return context.render({**found.context(), **shared})
    picked = _picked_address(book, request)
    if picked is not None:
        return context.render({**_unbound(found).with_address(picked).context(), **shared})
    if _only_changes_fields(request):
        return context.render({**_unbound(found).context(), **shared})
    if not found.are_valid():
        return context.render({**found.context(), **shared}, status=422)
    main = found.main.address()
    shipping = main if found.same else None
    unsendable = refused_deliveries(checkout, country=main.country, region=main.country_area) if shipping else ()
    if unsendable:
        for sentence in unsendable:
            found.main.add_error(None, sentence)
        return context.render({**found.context(), **shared}, status=422)
    billing = found.billing.address() if found.billing else main
    try:
        checkout = services.set_addresses(context.cart, checkout, shipping=shipping, billing=billing)
    except services.BillingAddressRefused as error:
        add_errors(found.billing or found.main, error.refused, names=FORM_FIELDS)
        return context.render({**found.context(), **shared}, status=422)
    except errors.MutationError as refused:
        add_errors(found.main, refused, names=FORM_FIELDS)
        return context.render({**found.context(), **shared}, status=422)
    except CHANGE_ERRORS as error:
        return context.render({**found.context(), **shared}, failure=describe(error))
    return context.redirect_to_next(checkout)


def _only_changes_fields(request: HttpRequest) -> bool:
    """Tell whether the form was sent to show other fields: "Change country", or a first separate billing address."""
    wants_billing = "bill_same" not in request.POST and request.POST.get("bill_asked") == "yes"
    return "change_country" in request.POST or (wants_billing and f"{BILLING_PREFIX}-country" not in request.POST)


def _forms(request: HttpRequest, checkout: Checkout | None, *, is_bound: bool, account: Address | None) -> AddressForms:
    data = request.POST if is_bound else None
    is_delivered = checkout.is_shipping_required and checkout.collection_point is None if checkout else True
    shipping = (checkout.shipping_address if checkout else None) or account
    billing = checkout.billing_address if checkout else None
    is_same = (
        "bill_same" in request.POST
        if data is not None
        else billing is None or initial_values(billing) == initial_values(shipping)
    )

    def form(purpose: str, address: Address | None, prefix: str | None) -> AddressForm:
        name = f"{prefix}-country" if prefix else "country"
        country = data.get(name, "") if data is not None else (address.country.code if address else "")
        countries = _countries(country, purpose)
        return AddressForm(data, places=countries, purpose=purpose, initial=initial_values(address), prefix=prefix)

    if not is_delivered:
        return AddressForms(main=form("billing", billing or account, None), same=None, billing=None)
    return AddressForms(
        main=form("shipping", shipping, None),
        same=SameAddressForm(data, initial={"bill_same": is_same}),
        billing=None if is_same else form("billing", billing, BILLING_PREFIX),
    )


def _countries(country: str, purpose: str) -> DeliveryCountries:
    """Return the countries of an address: one to deliver to only has those to which the merchant delivers."""
    market = active_market()
    only = merchant_of(market).delivery_countries if purpose == "shipping" else ()
    return delivery_countries(country, market=market, only=only)


def _unbound(found: AddressForms) -> AddressForms:
    """Return the same forms without validation, with what was typed as their initial values."""
    same = found.same and SameAddressForm(initial={"bill_same": found.billing is None})
    billing = unchecked_form(found.billing) if found.billing else None
    return AddressForms(main=unchecked_form(found.main), same=same, billing=billing)


def _address_book(request: HttpRequest) -> tuple[Address, ...]:
    """Return a signed-in customer's addresses in the countries of this channel; none if they cannot be read now."""
    if not customer_session.customer_email(request):
        return ()
    try:
        customer = accounts.me(caller=customer_session.credentials(request))
    except errors.SaleorError:
        return ()
    codes = {country.code for country in _countries("", "shipping").countries}
    return tuple(entry for entry in (customer.addresses if customer else ()) if entry.country.code in codes)


def _default_address(book: tuple[Address, ...]) -> Address | None:
    """Return the address with which a checkout without one begins."""
    return next((entry for entry in book if entry.is_default_shipping_address), next(iter(book), None))


def _saved_addresses(book: tuple[Address, ...]) -> tuple[SavedAddress, ...]:
    return tuple(SavedAddress(place=place, text=", ".join(format_address(entry))) for place, entry in enumerate(book))


def _picked_address(book: tuple[Address, ...], request: HttpRequest) -> Address | None:
    """Return the saved address whose button was pressed."""
    place = request.POST.get("use", "")
    return book[int(place)] if place.isascii() and place.isdigit() and int(place) < len(book) else None
