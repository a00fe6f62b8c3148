"""What Saleor and the providers post to the payment apps: each view finds the provider and sends back its answer."""

import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from storefront.payments.providers.base import PaymentProvider, ProviderTimeout, ProviderUnavailable
from storefront.payments.providers.messages import Request, Result, Session
from storefront.payments.providers.registry import provider_by_slug
from storefront.saleor.app import views
from storefront.saleor.app.http import json_answer, signed_by_saleor

B = TypeVar("B")
TIMEOUT_SECONDS = 25.0  # longer than Saleor waits (18)


@require_safe
def manifest(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the manifest of a provider's app, with the addresses under which Saleor reached us."""
    url = request.build_absolute_uri(reverse("saleor:payments", args=[slug]))
    return json_answer(_provider(slug).manifest(app_url=url.removesuffix("manifest.json")))


@csrf_exempt
def token(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the token of a provider's app."""
    return views.token(request, identifier=_provider(slug).identifier)


@csrf_exempt
def gateway(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer that the provider is ready."""
    _provider(slug)
    return _ready(request)


@csrf_exempt
def initialize(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the first step of a payment."""
    return _answer(request, Session, _provider(slug).initialize)


@csrf_exempt
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a later step of a payment."""
    return _answer(request, Session, _provider(slug).process)


@csrf_exempt
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer a request for a charge, refund or cancellation."""
    return _answer(request, Request, _provider(slug).perform_action)


@csrf_exempt
def provider_webhook(request: HttpRequest, slug: str) -> HttpResponse:
    """Take what the provider itself posts; the provider checks its own signature."""
    return _provider(slug).handle_webhook(request)


def _provider(slug: str) -> PaymentProvider:
    provider = provider_by_slug(slug)
    if provider is None:
        raise Http404
    return provider


@signed_by_saleor
def _ready(request: HttpRequest) -> HttpResponse:
    return json_answer({"data": {}})


@signed_by_saleor
def _answer(request: HttpRequest, body_type: type[B], decide: Callable[[B], Result]) -> HttpResponse:
    """400 for an unreadable body, 502 if the provider is unavailable: Saleor sends requests again then."""
    try:
        return json_answer(decide(msgspec.json.decode(request.body, type=body_type)))
    except msgspec.DecodeError:
        return HttpResponse(status=400)
    except ProviderUnavailable:
        return HttpResponse(status=502)
    except ProviderTimeout:
        time.sleep(TIMEOUT_SECONDS)
        return HttpResponse(status=504)
