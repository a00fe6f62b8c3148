"""The door of the account: only for customers; others sign in first and come back."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from storefront import visitor
from storefront.accounts import sentences
from storefront.cart import following
from storefront.saleor import errors


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the customer as a `Caller`, behind the request. Its page is nobody's to keep.

    A sign-in that Saleor no longer takes ends here: the things in the cart stay. With Saleor away it stays.
    """

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if visitor.signed_in_as(request) is None:
            return _sign_in_first(request)
        try:
            caller = visitor.caller(request)
            return view(request, caller, *args, **kwargs) if caller.token else _ended(request)
        except (errors.SignInExpired, errors.NotAllowed):
            return _ended(request)
        except errors.Unavailable:
            return render(request, "errors/503.html", status=503)

    return guarded


def _ended(request: HttpRequest) -> HttpResponse:
    visitor.sign_out(request)
    following.signed_out(request.session)
    messages.warning(request, str(sentences.ENDED))
    return _sign_in_first(request)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and back: a form that was on its way is not sent again, so its page is opened anew."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': back})}")
