"""What a signed-in customer sees: their orders, addresses and password. Page titles name no product."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from storefront import visitor
from storefront.accounts import selectors, sentences
from storefront.accounts.forms import ChangePasswordForm
from storefront.saleor import accounts, errors
from storefront.saleor.gateway import Caller


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for customers; others sign in first and come back."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        caller = visitor.caller(request)
        if caller.token is None:
            return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': request.path})}")
        try:
            return view(request, caller, *args, **kwargs)
        except (errors.SignInExpired, errors.NotAllowed):
            visitor.sign_out(request)
            messages.warning(request, _("Your sign-in has ended. Sign in again."))
            return redirect("accounts:sign_in")

    return guarded


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
    try:
        found = selectors.order(caller, number=number)
    except errors.Unavailable:
        return render(request, "errors/503.html", status=503)
    if found is None:
        raise Http404
    return render(request, "accounts/order.html", {"order": found})


@signed_in
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Change the password; every sign-in ends, this one too."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        try:
            accounts.change_password(**form.cleaned_data, caller=caller)
            accounts.sign_out_everywhere(caller=caller)
        except errors.Refused as refused:
            sentences.show(refused, form=form)
        except errors.Unavailable:
            form.add_error(None, str(sentences.AWAY))
        else:
            visitor.sign_out(request)
            messages.success(request, _("Your password is changed. Sign in with the new one."))
            return redirect("accounts:sign_in")
    return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.errors else 200)
