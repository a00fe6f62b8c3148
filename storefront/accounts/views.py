"""What a signed-in customer sees: their orders, addresses and password. Page titles name no product."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from storefront import visitor
from storefront.accounts import limiting, selectors, sentences
from storefront.accounts.forms import ChangePasswordForm
from storefront.accounts.guard import signed_in
from storefront.accounts.trying import page, tried
from storefront.saleor import accounts, errors
from storefront.saleor.gateway import Caller


@signed_in
@require_safe
def overview(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Who they are, what they ordered, where it goes."""
    try:
        account = selectors.account(caller)
    except errors.Unavailable:
        away = {"unavailable": True, "customer": {"email": visitor.signed_in_as(request)}}
        return render(request, "accounts/overview.html", away, status=503)
    return render(
        request,
        "accounts/overview.html",
        {"customer": account.customer, "orders": account.orders, "addresses": account.addresses},
    )


@signed_in
@require_safe
def order(request: HttpRequest, caller: Caller, number: str) -> HttpResponse:
    """One order, by its number among the customer's own: Saleor's id stays out of the address."""
    found = selectors.order(caller, number=number)
    if found is None:
        raise Http404
    return render(request, "accounts/order.html", {"order": found})


@signed_in
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Change the password; every older sign-in ends, and this browser is signed in anew."""
    form = ChangePasswordForm(request.POST or None)
    if not form.is_valid():
        return page(request, "accounts/change_password.html", form)

    def change() -> None:
        limiting.password(request)
        accounts.change_password(**form.cleaned_data, caller=caller)

    failed = tried(form, change)
    if failed:
        return page(request, "accounts/change_password.html", form, failed)
    return _signed_in_anew(request, caller, form.cleaned_data["new"])


def _signed_in_anew(request: HttpRequest, caller: Caller, password: str) -> HttpResponse:
    """The password is changed by now, whatever else works."""
    email = visitor.signed_in_as(request) or ""
    try:
        accounts.sign_out_everywhere(caller=caller)
    except errors.SaleorError:
        messages.warning(request, str(sentences.PASSWORD_BUT_NOT_EVERYWHERE))
        return redirect("accounts:overview")
    messages.success(request, _("Your password is changed. Other devices are signed out."))
    try:
        signed = accounts.sign_in(email=email, password=password, caller=Caller(address=caller.address))
    except errors.SaleorError:
        visitor.sign_out(request)
        return redirect("accounts:sign_in")
    visitor.sign_in(request, signed)
    return redirect("accounts:overview")
