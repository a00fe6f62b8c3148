"""Helpers for the views that Saleor calls: verify the signature, answer in JSON."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storefront.saleor.app.signature import NotSigned, verify
from storefront.saleor.client import errors

logger = logging.getLogger(__name__)
P = ParamSpec("P")


class _Problem(msgspec.Struct, frozen=True):
    message: str


class _Refusal(msgspec.Struct, frozen=True):
    error: _Problem


def signed_by_saleor(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Decorate a view to accept only posts signed by the configured Saleor: else 401, or 503 without its keys.

    The view's first argument is the request.
    """

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        if not isinstance(request, HttpRequest):
            raise TypeError("a view takes the request first")
        try:
            verify(request.body, signature=request.headers.get("Saleor-Signature", ""))
        except NotSigned as error:
            logger.warning("saleor webhook refused: %s", error)
            return HttpResponse(status=401)
        except errors.Unavailable:
            return HttpResponse(status=503)
        return view(*args, **kwargs)

    return guarded


def json_answer(body: object, *, status: int = 200) -> HttpResponse:
    """Return a typed value as a JSON response, with decimals as numbers."""
    encoded = msgspec.json.Encoder(decimal_format="number").encode(body)
    return HttpResponse(encoded, status=status, content_type="application/json")


def refusal(reason: str, *, status: int) -> HttpResponse:
    """Return a refusal in the form in which Saleor shows an app's message to the staff who install it."""
    return json_answer(_Refusal(_Problem(reason)), status=status)
