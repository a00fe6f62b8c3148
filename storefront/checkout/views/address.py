"""Step 2: where it goes, and who is billed."""

from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from storefront.addresses.countries import delivery_countries
from storefront.addresses.formatting import format_address
from storefront.addresses.forms import BY_SALEOR_NAME, AddressForm, typed_from, unchecked
from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.checkout import services
from storefront.checkout.error_messages import put_beside
from storefront.checkout.step_context import StepContext
from storefront.core.markets import active_market
from storefront.saleor import accounts, customer_session, errors
from storefront.saleor.types import Address, Checkout

BILL = "bill"


class BillForm(forms.Form):
    """Whether the bill goes where the parcel goes."""

    bill_same = forms.BooleanField(required=False, label=_("The bill has the same address"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An address from the customer's own book, to be used by one press: `place` is where it stands there."""

    place: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The step's forms. `main` is the parcel's, or the bill's when nothing is sent; then `same` is None.

    `bill` is None while the bill has the same address as `main`.
    """

    main: AddressForm
    same: BillForm | None
    bill: AddressForm | None

    def are_valid(self) -> bool:
        """Whether everything that is shown is filled in; asks every form, so that every error is shown."""
        main = self.main.is_valid()
        return (self.bill is None or self.bill.is_valid()) and main

    def with_address(self, address: Address) -> "Forms":
        """The same with another address in `main`; what was typed for the bill stays."""
        form = self.main
        known = delivery_countries(address.country.code, market=active_market())
        main = AddressForm(places=known, purpose=form.purpose, initial=typed_from(address), prefix=form.prefix)
        return replace(self, main=main)

    def context(self) -> dict[str, object]:
        """As the template has it."""
        return {"form": self.main, "same_form": self.same, "billing_form": self.bill}


def address(visit: StepContext) -> HttpResponse:
    """Ask for the addresses that the order needs, in the fields of the country chosen."""
    request, checkout = visit.request, visit.checkout
    posted = request.method == "POST"
    book = _own_addresses(request)
    shown = {"book": _cards(book)}
    found = _forms(request, checkout, bound=posted, account=None if posted else _usual(book))
    if checkout is None or not posted:
        return visit.page({**found.context(), **shown})
    used = _taken_from(book, request)
    if used is not None:
        return visit.page({**_unchecked(found).with_address(used).context(), **shown})
    if _only_shows_other_fields(request):
        return visit.page({**_unchecked(found).context(), **shown})
    if not found.are_valid():
        return visit.page({**found.context(), **shown}, status=422)
    main = found.main.address()
    shipping = main if found.same else None
    billing = found.bill.address() if found.bill else main
    try:
        checkout = services.set_addresses(visit.cart, checkout, shipping=shipping, billing=billing)
    except services.BillingRefused as error:
        put_beside(found.bill or found.main, error.refused, names=BY_SALEOR_NAME)
        return visit.page({**found.context(), **shown}, status=422)
    except errors.MutationError as refused:
        put_beside(found.main, refused, names=BY_SALEOR_NAME)
        return visit.page({**found.context(), **shown}, status=422)
    except CHANGE_ERRORS as error:
        return visit.page({**found.context(), **shown}, failure=describe(error))
    return visit.onwards(checkout)


def _only_shows_other_fields(request: HttpRequest) -> bool:
    """A press of "Change country", or the first time that the bill goes elsewhere: nothing to check yet."""
    wants_bill = "bill_same" not in request.POST and request.POST.get("bill_asked") == "yes"
    return "change_country" in request.POST or (wants_bill and f"{BILL}-country" not in request.POST)


def _forms(request: HttpRequest, checkout: Checkout | None, *, bound: bool, account: Address | None) -> Forms:
    market, data = active_market(), request.POST if bound else None
    is_sent = checkout.is_shipping_required and checkout.collection_point is None if checkout else True
    kept = (checkout.shipping_address if checkout else None) or account
    bill_kept = checkout.billing_address if checkout else None
    is_same = (
        "bill_same" in request.POST
        if data is not None
        else bill_kept is None or typed_from(bill_kept) == typed_from(kept)
    )

    def form(purpose: str, address: Address | None, prefix: str | None) -> AddressForm:
        name = f"{prefix}-country" if prefix else "country"
        country = data.get(name, "") if data is not None else (address.country.code if address else "")
        rules = delivery_countries(country, market=market)
        return AddressForm(data, places=rules, purpose=purpose, initial=typed_from(address), prefix=prefix)

    if not is_sent:
        return Forms(main=form("billing", bill_kept or account, None), same=None, bill=None)
    return Forms(
        main=form("shipping", kept, None),
        same=BillForm(data, initial={"bill_same": is_same}),
        bill=None if is_same else form("billing", bill_kept, BILL),
    )


def _unchecked(found: Forms) -> Forms:
    """The same forms with what was typed as their start."""
    same = found.same and BillForm(initial={"bill_same": found.bill is None})
    return Forms(main=unchecked(found.main), same=same, bill=unchecked(found.bill) if found.bill else None)


def _own_addresses(request: HttpRequest) -> tuple[Address, ...]:
    """A signed-in customer's own addresses in the countries of this channel; none when they cannot be read now."""
    if not customer_session.customer_email(request):
        return ()
    try:
        me = accounts.me(caller=customer_session.credentials(request))
    except errors.SaleorError:
        return ()
    codes = {country.code for country in delivery_countries("", market=active_market()).countries}
    return tuple(one for one in (me.addresses if me else ()) if one.country.code in codes)


def _usual(book: tuple[Address, ...]) -> Address | None:
    """What a checkout that has no address yet begins with."""
    return next((one for one in book if one.is_default_shipping_address), next(iter(book), None))


def _cards(book: tuple[Address, ...]) -> tuple[Card, ...]:
    return tuple(Card(place=place, text=", ".join(format_address(one))) for place, one in enumerate(book))


def _taken_from(book: tuple[Address, ...], request: HttpRequest) -> Address | None:
    """The address whose button was pressed."""
    place = request.POST.get("use", "")
    return book[int(place)] if place.isascii() and place.isdigit() and int(place) < len(book) else None
