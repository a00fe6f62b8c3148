"""What Saleor calls on our payment apps: each view finds the service, reads, lets it decide, and answers."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from storefront.payments.app_manifest import payments_manifest
from storefront.payments.providers import registry
from storefront.payments.providers.base import AnswersLate, PaymentProvider, Request, Result, ServiceDown, Session
from storefront.saleor.app import views
from storefront.saleor.app.http import json_answer, signed_by_saleor

logger = logging.getLogger(__name__)
B = TypeVar("B")
LATE = 25.0  # seconds: longer than Saleor waits (18)


@require_GET
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the service's app is; addresses are those by which Saleor reached us."""
    here = request.build_absolute_uri(reverse("saleor:payments", args=[slug]))
    return json_answer(payments_manifest(_service(slug), app_url=here.removesuffix("manifest.json")))


@csrf_exempt
def token(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the token of the service's app."""
    return views.token(request, identifier=_service(slug).identifier)


@csrf_exempt
def gateway(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the service is ready."""
    _service(slug)
    return _ready(request)


@csrf_exempt
def initialize(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the first step of a payment."""
    return _decided(request, Session, _service(slug).begin)


@csrf_exempt
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a later step of a payment."""
    return _decided(request, Session, _service(slug).go_on)


@csrf_exempt
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a requested charge, refund or cancellation."""
    return _decided(request, Request, _service(slug).carry_out)


@csrf_exempt
def hook(request: HttpRequest, slug: str) -> HttpResponse:
    """What a payment service posts by itself: it is let in by its own signature."""
    view = registry.hook_of(_service(slug))
    if view is None:
        raise Http404
    return view(request)


def _service(slug: str) -> PaymentProvider:
    """As if the address did not exist unless the service is switched on."""
    service = registry.by_slug(slug)
    if service is None:
        raise Http404
    return service


@signed_by_saleor
def _ready(request: HttpRequest) -> HttpResponse:
    return json_answer({"data": {}})


@signed_by_saleor
def _decided(request: HttpRequest, kind: type[B], decide: Callable[[B], Result]) -> HttpResponse:
    """400 for a body that does not read, 502 when the service cannot be asked: Saleor asks requests again then."""
    try:
        return json_answer(decide(msgspec.json.decode(request.body, type=kind)))
    except msgspec.DecodeError:
        return HttpResponse(status=400)
    except ServiceDown:
        return HttpResponse(status=502)
    except AnswersLate:
        time.sleep(LATE)
        return HttpResponse(status=504)
