"""Who looks at our pages inside Saleor's Dashboard: a member of staff, by the token that the Dashboard hands us.

Saleor makes it for one person and one app: a JWT, signed with the key that signs its webhooks, good for five minutes.
It is never kept, and never used to ask Saleor anything.
"""

import time
from collections.abc import Callable
from functools import wraps

import msgspec
from csp.decorators import csp_update
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
    """The token is not one that Saleor made now, for our app, for somebody who may see products; the text says why."""


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

    Staff whom Saleor has shut out since then are seen out when their token ends, after five minutes at most.
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
    """Let the Dashboard, and nobody else, put this page into a frame of its own. Nothing of it is kept or cached.

    It needs no cookie, which a frame in another site's page would not be given; so it takes posts without csrf tokens.
    """

    @csrf_exempt
    @never_cache
    @xframe_options_exempt
    @sensitive_post_parameters("accessToken")
    @wraps(view)
    def framed(request: HttpRequest) -> HttpResponse:
        # X-Frame-Options cannot name an origin: who may frame the page stands in the content policy alone.
        answer = view(request)
        csp_update({"frame-ancestors": list(settings.SALEOR_DASHBOARD_ORIGINS)})(lambda _: answer)(request)
        return answer

    return framed
