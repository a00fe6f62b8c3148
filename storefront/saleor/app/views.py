"""The views that Saleor calls on the shop's app."""

import logging

import msgspec
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from storefront.core.metrics import WEBHOOKS
from storefront.saleor.app.events import WrongIssuer, check_issuer, deliver, is_subject
from storefront.saleor.app.http import json_answer, refusal
from storefront.saleor.app.installation import TokenRefused, take_token
from storefront.saleor.app.manifest import SHOP_ID, shop_manifest
from storefront.saleor.app.signature import NotSigned, verify
from storefront.saleor.client import errors

logger = logging.getLogger(__name__)


class _TokenPost(msgspec.Struct, frozen=True):
    auth_token: str


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the app's manifest, with the addresses by which Saleor reached the shop."""
    here = request.build_absolute_uri(reverse("saleor:manifest"))
    return json_answer(shop_manifest(app_url=here.removesuffix("manifest.json")))


@csrf_exempt
@require_POST
def token(request: HttpRequest, *, identifier: str = SHOP_ID) -> HttpResponse:
    """Store the token that Saleor sends for the app: 403 with the reason unless it is valid."""
    try:
        handed = msgspec.json.decode(request.body, type=_TokenPost)
        take_token(handed.auth_token, api_url=request.headers.get("Saleor-Api-Url", ""), identifier=identifier)
    except msgspec.DecodeError:
        return refusal("The post holds no token.", status=400)
    except TokenRefused as refused:
        return refusal(str(refused), status=403)
    except errors.SaleorError:
        return refusal("Saleor could not be asked about the token.", status=503)
    return json_answer({})


@csrf_exempt
@require_POST
def events(request: HttpRequest, subject: str) -> HttpResponse:
    """Pass a webhook to the handlers of `subject`.

    413 for a body over WEBHOOK_MAX_BYTES, 401 unless the configured Saleor signed it, 400 when a handler cannot read
    it, and 503 when the database, the broker or Saleor's keys are unreachable: Saleor then retries.
    """
    if not is_subject(subject):
        raise Http404
    status, outcome = _receive(request, subject)
    WEBHOOKS.labels(subject, outcome).inc()
    return HttpResponse(status=status)


def _receive(request: HttpRequest, subject: str) -> tuple[int, str]:
    """Verify and deliver a webhook; return the HTTP status and the outcome for the metrics."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > settings.WEBHOOK_MAX_BYTES:
        return 413, "too-large"
    try:
        verify(request.body, signature=request.headers.get("Saleor-Signature", ""))
        check_issuer(api_url=request.headers.get("Saleor-Api-Url", ""), domain=request.headers.get("Saleor-Domain", ""))
        deliver(subject, request.headers.get("Saleor-Event", "")[:100], request.body)
    except (NotSigned, WrongIssuer) as error:
        logger.warning("saleor event refused: %s", error)
        return 401, "refused"
    except msgspec.DecodeError:
        logger.warning("saleor event of %s does not read", subject)
        return 400, "unreadable"
    except (errors.Unavailable, OperationalError, InterfaceError, RedisError, BrokerError) as error:
        logger.warning("saleor event of %s cannot be taken now: %s", subject, type(error).__name__)
        return 503, "unavailable"
    return 200, "accepted"
