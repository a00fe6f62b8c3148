"""Restrict a view to signed-in customers; others sign in first and return."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from storefront.accounts import error_messages
from storefront.cart import merge
from storefront.core.web.private_pages import clear_browser, private
from storefront.saleor import customer_session
from storefront.saleor.client import errors


def customer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the customer's credentials to a view, after the request. Its page is not cached.

    A sign-in that Saleor no longer accepts ends here; the cart keeps its items. While Saleor is unavailable, customers
    stay signed in.
    """

    @wraps(view)
    @private
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if customer_session.customer_email(request) is None:
            return _sign_in_first(request)
        try:
            caller = customer_session.credentials(request)
            return view(request, caller, *args, **kwargs) if caller.token else _end_sign_in(request)
        except (errors.TokenExpired, errors.NotAllowed):
            return _end_sign_in(request)
        except errors.Unavailable:
            return render(request, "errors/503.html", status=503)

    return guarded


def _end_sign_in(request: HttpRequest) -> HttpResponse:
    merge.sign_out(request)
    messages.warning(request, str(error_messages.SIGN_IN_ENDED))
    return clear_browser(_sign_in_first(request))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in, which leads back. A form is not sent again: its page is opened instead."""
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, str(error_messages.NOT_SAVED))
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': back})}")
