"""The door of the account: only for customers; others sign in first and come back."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from storefront.accounts import error_messages
from storefront.cart import merge
from storefront.saleor import customer_session, errors


def customer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the customer as a `Caller`, behind the request. Its page is nobody's to keep.

    A sign-in that Saleor no longer takes ends here: the things in the cart stay. With Saleor away it stays.
    """

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if customer_session.customer_email(request) is None:
            return _sign_in_first(request)
        try:
            caller = customer_session.credentials(request)
            return view(request, caller, *args, **kwargs) if caller.token else _ended(request)
        except (errors.TokenExpired, errors.NotAllowed):
            return _ended(request)
        except errors.Unavailable:
            return render(request, "errors/503.html", status=503)

    return guarded


def _ended(request: HttpRequest) -> HttpResponse:
    customer_session.sign_out(request)
    merge.signed_out(request.session)
    messages.warning(request, str(error_messages.ENDED))
    return _sign_in_first(request)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and back: a form that was on its way is not sent again, so its page is opened anew."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': back})}")
