"""The address book: each address in the fields that its country asks for, as at the checkout."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec.structs import replace

from storefront.accounts import selectors
from storefront.accounts.breadcrumbs import breadcrumbs
from storefront.accounts.customer_required import customer_required
from storefront.accounts.form_submit import SubmitError, page, submit
from storefront.accounts.forms import UsesForm
from storefront.addresses.countries import delivery_countries
from storefront.addresses.formatting import format_address
from storefront.addresses.forms import AddressForm, typed_from, unchecked
from storefront.core.markets import active_market
from storefront.saleor import accounts, errors
from storefront.saleor.api import Credentials
from storefront.saleor.types import Address


@customer_required
@require_safe
def address_list(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """All addresses of the book."""
    context = {"addresses": selectors.address_book(caller), "crumbs": breadcrumbs(_("Addresses"))}
    return render(request, "accounts/addresses.html", context)


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """One address more."""
    return _edited(request, caller, None)


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, caller: Credentials, key: str) -> HttpResponse:
    """Make an address another."""
    return _edited(request, caller, _own(caller, key))


@customer_required
@require_POST
def make_default(request: HttpRequest, caller: Credentials, key: str) -> HttpResponse:
    """Make an address the first choice, for parcels or for bills."""
    kept = _own(caller, key)
    kind = accounts.BILLING if request.POST.get("for") == "bills" else accounts.SHIPPING
    try:
        accounts.make_default(kept.id, kind=kind, caller=caller)
    except errors.MutationError:
        messages.error(request, _("That address is gone from your book."))
    else:
        messages.success(request, _("Saved."))
    return redirect("accounts:addresses")


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, caller: Credentials, key: str) -> HttpResponse:
    """Take an address out of the book, after one more look at it."""
    kept = _own(caller, key)
    if request.method != "POST":
        context = {"text": "\n".join(format_address(kept)), "crumbs": _way(_("Delete"))}
        return render(request, "accounts/delete_address.html", context)
    try:
        accounts.delete_address(kept.id, caller=caller)
    except errors.MutationError as refused:
        # Gone already, by another press or another tab: that is what was wanted.
        if "NOT_FOUND" not in refused.codes:
            raise
    messages.success(request, _("The address is deleted."))
    return redirect("accounts:addresses")


def _edited(request: HttpRequest, caller: Credentials, kept: Address | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    country = request.POST.get("country") or (kept.country.code if kept else "")
    form = AddressForm(
        posted,
        places=delivery_countries(country, market=active_market()),
        purpose="shipping",
        initial=typed_from(kept),
    )
    uses = UsesForm(
        posted,
        initial={
            "for_parcels": bool(kept and kept.is_default_shipping_address),
            "for_bills": bool(kept and kept.is_default_billing_address),
        },
    )
    if posted is not None and "change_country" in posted:
        return _page(request, unchecked(form), uses, kept)
    if not (form.is_valid() and uses.is_valid()):
        return _page(request, form, uses, kept)
    failed = submit(form, lambda: _save(caller, form, uses, kept))
    if failed:
        return _page(request, form, uses, kept, failed)
    messages.success(request, _("The address is saved."))
    return redirect("accounts:addresses")


def _save(caller: Credentials, form: AddressForm, uses: UsesForm, kept: Address | None) -> None:
    """Saved, and made what it is to be used for; a use is taken away by giving it to another address."""
    if kept:
        # The form asks for no phone number: one that is kept already stays.
        changed = replace(form.address(), phone=kept.phone or "")
        saved = accounts.update_address(kept.id, address=changed, caller=caller)
    else:
        saved = accounts.create_address(address=form.address(), caller=caller)
    for name, kind in (("for_parcels", accounts.SHIPPING), ("for_bills", accounts.BILLING)):
        if uses.cleaned_data[name]:
            accounts.make_default(saved.id, kind=kind, caller=caller)


def _page(
    request: HttpRequest, form: AddressForm, uses: UsesForm, kept: Address | None, failed: SubmitError | None = None
) -> HttpResponse:
    context = {"uses": uses, "kept": kept, "crumbs": _way(_("Change") if kept else _("Add"))}
    return page(request, "accounts/address.html", form, failed, context=context)


def _own(caller: Credentials, key: str) -> Address:
    kept = selectors.address(caller, key=key)
    if kept is None:
        raise Http404
    return kept


def _way(label: str) -> object:
    return breadcrumbs((_("Addresses"), "accounts:addresses"), label)
