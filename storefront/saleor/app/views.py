"""What Saleor calls: each view checks who calls, reads, lets a pure function or a service decide, and answers."""

import hashlib
import logging
import uuid
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import msgspec
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from storefront.saleor import errors
from storefront.saleor.app import test_payments
from storefront.saleor.app.events import WrongIssuer, check_issuer, deliver, is_subject
from storefront.saleor.app.installation import TokenRefused, take_token
from storefront.saleor.app.manifest import payments_manifest, shop_manifest
from storefront.saleor.app.signature import NotSigned, verify
from storefront.seeing.metrics import WEBHOOKS

logger = logging.getLogger(__name__)
B = TypeVar("B")
View = Callable[[HttpRequest], HttpResponse]


class _TokenPost(msgspec.Struct, frozen=True):
    auth_token: str


class _Problem(msgspec.Struct, frozen=True):
    message: str


class _Refusal(msgspec.Struct, frozen=True):
    """A refusal in the form in which Saleor shows an app's own words to the staff who installs it."""

    error: _Problem


def signed_by_saleor(view: View) -> View:
    """Let only posts through that the configured Saleor signed: 401 for others, 503 when its keys cannot be had."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            verify(request.body, signature=request.headers.get("Saleor-Signature", ""))
        except NotSigned as error:
            logger.warning("saleor webhook refused: %s", error)
            return HttpResponse(status=401)
        except errors.Unavailable:
            return HttpResponse(status=503)
        return view(request)

    return guarded


def while_test_payments(view: View) -> View:
    """As if the address did not exist unless TEST_PAYMENTS is on."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.TEST_PAYMENTS:
            raise Http404
        return view(request)

    return guarded


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Who the shop's app is; addresses are those by which Saleor reached us."""
    here = request.build_absolute_uri(reverse("saleor:manifest"))
    return _json(shop_manifest(app_url=here.removesuffix("manifest.json")))


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Take the token that Saleor hands to the shop's app: 403 with the reason unless it proves itself."""
    try:
        handed = msgspec.json.decode(request.body, type=_TokenPost)
        take_token(handed.auth_token, api_url=request.headers.get("Saleor-Api-Url", ""))
    except msgspec.DecodeError:
        return _json(_Refusal(_Problem("The post holds no token.")), status=400)
    except TokenRefused as refusal:
        return _json(_Refusal(_Problem(str(refusal))), status=403)
    except errors.SaleorError:
        return _json(_Refusal(_Problem("Saleor could not be asked about the token.")), status=503)
    return _json({})


@csrf_exempt
@require_POST
def events(request: HttpRequest, subject: str) -> HttpResponse:
    """Let the listeners of `subject` hear of an event.

    413 for a body over WEBHOOK_MAX_BYTES, 401 unless the configured Saleor signed it, 400 when a listener cannot read
    it, and 503 when our database or broker, or Saleor's keys, cannot be had: then Saleor tells us again.
    """
    if not is_subject(subject):
        raise Http404
    status, outcome = _heard(request, subject)
    WEBHOOKS.labels(subject, outcome).inc()
    return HttpResponse(status=status)


def _heard(request: HttpRequest, subject: str) -> tuple[int, str]:
    """The status of the answer, and what has become of the post in a word."""
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
    return 200, "heard"


@while_test_payments
@require_GET
def payments_app(request: HttpRequest) -> HttpResponse:
    """Who the test payments' app is."""
    here = request.build_absolute_uri(reverse("saleor:payments"))
    return _json(payments_manifest(webhooks_url=here.removesuffix("manifest.json")))


@while_test_payments
@signed_by_saleor
def payments_gateway(request: HttpRequest) -> HttpResponse:
    """Say that the test payments are ready, and which outcomes may be named."""
    return _json({"data": {"outcomes": list(test_payments.Outcome)}})


@while_test_payments
@signed_by_saleor
def payments_initialize(request: HttpRequest) -> HttpResponse:
    """Answer the first step of a payment."""
    return _decided(
        request,
        test_payments.Session,
        lambda session: test_payments.begin(session, reference=_reference(session.idempotency_key)),
    )


@while_test_payments
@signed_by_saleor
def payments_process(request: HttpRequest) -> HttpResponse:
    """Answer a later step of a payment."""
    return _decided(request, test_payments.Session, test_payments.go_on)


@while_test_payments
@signed_by_saleor
def payments_action(request: HttpRequest) -> HttpResponse:
    """Answer a requested charge, refund or cancellation."""
    return _decided(
        request, test_payments.Request, lambda asked: test_payments.carry_out(asked, reference=_reference())
    )


def _decided(request: HttpRequest, kind: type[B], decide: Callable[[B], test_payments.Result]) -> HttpResponse:
    try:
        return _json(decide(msgspec.json.decode(request.body, type=kind)))
    except msgspec.DecodeError:
        return HttpResponse(status=400)
    except test_payments.ProviderDown:
        return HttpResponse(status=500)


def _reference(key: str = "") -> str:
    """A name for what was done: always the same one for the same idempotency key, else a new one."""
    return (hashlib.sha256(key.encode()).hexdigest() if key else uuid.uuid4().hex)[:16]


def _json(body: object, *, status: int = 200) -> HttpResponse:
    encoded = msgspec.json.Encoder(decimal_format="number").encode(body)
    return HttpResponse(encoded, status=status, content_type="application/json")
