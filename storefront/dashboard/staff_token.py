"""Verify who looks at the shop's pages in the Saleor Dashboard, by the token that the Dashboard passes on."""

import time
from collections.abc import Callable
from functools import wraps

import msgspec
from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from storefront.saleor.app.installation import installed
from storefront.saleor.app.manifest import MERCHANT_PERMISSION
from storefront.saleor.app.signature import NotSigned, verify_token

View = Callable[[HttpRequest], HttpResponse]
FOR_APPS = "thirdparty"  # Saleor's word for tokens that it makes for apps; people's own are of another kind


class NotStaff(Exception):
    """The token is not a current one by Saleor, for this app, of staff who may see products; the text says why."""


class _Claims(msgspec.Struct, frozen=True):
    iss: str
    exp: float
    owner: str
    type: str
    app: str
    is_staff: bool = False
    permissions: tuple[str, ...] = ()


def check_token(token: str) -> None:
    """Raise NotStaff unless Saleor made `token` for our app as it is installed now, and for staff who manage products.

    Staff whose access was revoked keep it until their token expires, after at most five minutes.
    Raises Unavailable when Saleor's keys cannot be had.
    """
    own = installed()
    if own is None:
        raise NotStaff("the app is not installed")
    try:
        claims = msgspec.json.decode(verify_token(token), type=_Claims)
    except NotSigned as error:
        raise NotStaff(str(error)) from error
    except msgspec.DecodeError as error:
        raise NotStaff("the token lacks what staff's tokens hold") from error
    if claims.iss != own.api_url or claims.owner != "saleor" or claims.type != FOR_APPS:
        raise NotStaff("the token is of another kind")
    if claims.app != own.app_id:
        raise NotStaff("the token is for another app")
    if claims.exp <= time.time():
        raise NotStaff("the token is over")
    if not claims.is_staff or MERCHANT_PERMISSION not in claims.permissions:
        raise NotStaff("the token is not for staff who manage products")


def dashboard_view(view: View) -> View:
    """Decorate a view so that only the Dashboard may frame it. It is never cached and uses no cookie.

    X-Frame-Options cannot name an origin, so only the content security policy says who may frame the page.
    """

    @csrf_exempt
    @never_cache
    @xframe_options_exempt
    @sensitive_post_parameters("accessToken")
    @wraps(view)
    def framed(request: HttpRequest) -> HttpResponse:
        # X-Frame-Options cannot name an origin, so only the content security policy says who may frame the page.
        answer = view(request)
        origins = list(settings.SALEOR_DASHBOARD_ORIGINS) or [NONE]
        csp_replace({"frame-ancestors": origins})(lambda _: answer)(request)
        return answer

    return framed
