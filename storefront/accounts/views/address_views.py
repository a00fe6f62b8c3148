"""Pages of the address book. Each address has the fields that its country requires, as at the checkout."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from msgspec.structs import replace

from storefront.accounts.address_book import address_cards, own_address
from storefront.accounts.customer_required import customer_required
from storefront.accounts.forms import UsesForm
from storefront.accounts.views.form_pages import SubmitError, breadcrumbs, form_page, submit
from storefront.addresses.countries import delivery_countries
from storefront.addresses.formatting import address_text
from storefront.addresses.forms import AddressForm, initial_values, unchecked_form
from storefront.catalog.pages.view_models import Crumb
from storefront.core.forms.targets import form_target
from storefront.core.markets import active_market
from storefront.saleor import accounts
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from storefront.saleor.types import Address


@customer_required
@require_safe
def address_list(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Show all addresses."""
    context = {"addresses": address_cards(caller), "crumbs": breadcrumbs(_("Addresses"))}
    return render(request, "accounts/addresses.html", context)


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Add an address."""
    return _edit(request, caller, None)


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, caller: Credentials, key: str) -> HttpResponse:
    """Change an address."""
    return _edit(request, caller, _own_address_or_404(caller, key))


@form_target("accounts:addresses")
@customer_required
def make_default(request: HttpRequest, caller: Credentials, key: str) -> HttpResponse:
    """Make an address the default for parcels or for bills."""
    saved = _own_address_or_404(caller, key)
    kind = accounts.BILLING if request.POST.get("for") == "bills" else accounts.SHIPPING
    try:
        accounts.make_default(saved.id, kind=kind, caller=caller)
    except errors.MutationError:
        messages.error(request, _("That address is gone from your book."))
    else:
        messages.success(request, _("Saved."))
    return redirect("accounts:addresses")


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, caller: Credentials, key: str) -> HttpResponse:
    """Delete an address, after a confirmation."""
    saved = _own_address_or_404(caller, key)
    if request.method != "POST":
        context = {"text": address_text(saved), "crumbs": _address_crumbs(_("Delete"))}
        return render(request, "accounts/delete_address.html", context)
    try:
        accounts.delete_address(saved.id, caller=caller)
    except errors.MutationError as refused:
        # It was deleted in another tab or by a second press of the button.
        if "NOT_FOUND" not in refused.codes:
            raise
    messages.success(request, _("The address is deleted."))
    return redirect("accounts:addresses")


def _edit(request: HttpRequest, caller: Credentials, saved: Address | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    country = request.POST.get("country") or (saved.country.code if saved else "")
    form = AddressForm(
        posted,
        places=delivery_countries(country, market=active_market()),
        purpose="shipping",
        initial=initial_values(saved),
    )
    uses = UsesForm(
        posted,
        initial={
            "for_parcels": bool(saved and saved.is_default_shipping_address),
            "for_bills": bool(saved and saved.is_default_billing_address),
        },
    )
    if posted is not None and "change_country" in posted:
        return _address_page(request, unchecked_form(form), uses, saved)
    if not (form.is_valid() and uses.is_valid()):
        return _address_page(request, form, uses, saved)
    error = submit(form, lambda: _save(caller, form, uses, saved))
    if error:
        return _address_page(request, form, uses, saved, error)
    messages.success(request, _("The address is saved."))
    return redirect("accounts:addresses")


def _save(caller: Credentials, form: AddressForm, uses: UsesForm, saved: Address | None) -> None:
    """Save the address, and make it the default where that is checked. Unchecking changes nothing at Saleor."""
    if saved:
        # The form has no phone number: keep the one that is saved.
        changed = replace(form.address(), phone=saved.phone or "")
        address = accounts.update_address(saved.id, address=changed, caller=caller)
    else:
        address = accounts.create_address(address=form.address(), caller=caller)
    for name, kind in (("for_parcels", accounts.SHIPPING), ("for_bills", accounts.BILLING)):
        if uses.cleaned_data[name]:
            accounts.make_default(address.id, kind=kind, caller=caller)


def _address_page(
    request: HttpRequest, form: AddressForm, uses: UsesForm, saved: Address | None, error: SubmitError | None = None
) -> HttpResponse:
    crumbs = _address_crumbs(_("Change") if saved else _("Add"))
    return form_page(
        request, "accounts/address.html", form, error, context={"uses": uses, "kept": saved, "crumbs": crumbs}
    )


def _own_address_or_404(caller: Credentials, key: str) -> Address:
    saved = own_address(caller, key=key)
    if saved is None:
        raise Http404
    return saved


def _address_crumbs(label: str) -> tuple[Crumb, ...]:
    return breadcrumbs((_("Addresses"), "accounts:addresses"), label)
