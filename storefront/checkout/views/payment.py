"""Step 4: look at the whole order, and pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise

from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.cart.forms import PromoForm
from storefront.cart.services import CartEmpty
from storefront.checkout import services, steps
from storefront.checkout.forms import PaymentForm
from storefront.checkout.step_context import StepContext, attempt_url, payer_secret, paying_attempt
from storefront.core.markets import active_market
from storefront.payments import hosted_page
from storefront.payments.attempts import begin_attempt
from storefront.payments.models import PaymentAttempt, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.providers.registry import available_providers, configured_providers
from storefront.payments.tasks import process_attempt
from storefront.saleor import checkouts
from storefront.saleor.types import Checkout, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to pay, to choose from."""

    id: str
    name: str | Promise
    text: str | Promise
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """The total that the shopper saw, and the one it has become."""

    was: Money
    now: Money


def payment(visit: StepContext) -> HttpResponse:
    """Show what is to be paid; take the payment only for the total that was shown."""
    posted = visit.request.POST if visit.request.method == "POST" else None
    if posted is not None and "promo_code" in posted and visit.checkout is not None:
        return _use_code(visit, PromoForm(posted))
    return _payment(visit, posted)


def _payment(
    visit: StepContext, posted: QueryDict | None, *, promo_form: PromoForm | None = None, status: int = 200
) -> HttpResponse:
    if visit.checkout is None:
        form = PaymentForm(posted, providers=configured_providers(), total=None)
        return visit.page({"form": form, "ways": _ways(form)})
    try:
        checkout = services.freshened(visit.cart, visit.checkout)
        nothing_to_pay = checkout.total_price.gross.amount == 0
        offered = () if nothing_to_pay else available_providers(checkout.id, caller=visit.cart.caller)
    except CHANGE_ERRORS as error:
        form = PaymentForm(posted, providers=configured_providers(), total=None)
        return visit.page({"form": form, "ways": _ways(form)}, failure=describe(error))
    if steps.first_incomplete(checkout) is not steps.PAYMENT:
        return visit.onwards(checkout)
    form = PaymentForm(posted, providers=offered, total=checkout.total_price.gross)
    if nothing_to_pay:
        form.fields["gateway"].required = False
    if posted is None or not (offered or nothing_to_pay):
        return _page(visit, form, checkout, promo_form=promo_form, status=status)
    if not form.is_valid():
        return _page(visit, form, checkout, status=422)
    return _pay(visit, form, checkout.id)


def _use_code(visit: StepContext, form: PromoForm) -> HttpResponse:
    """Put a gift card (or a voucher) on the checkout: what is left to pay is shown anew."""
    status = 422
    if form.is_valid():
        try:
            visit.cart.add_promo(form.cleaned_data["promo_code"])
        except CHANGE_ERRORS as error:
            failure = describe(error)
            form.add_error("promo_code", failure.text)
            status = failure.status
        else:
            return redirect(visit.step.url)
    return _payment(visit, None, promo_form=form, status=status)


def _pay(visit: StepContext, form: PaymentForm, checkout_id: str) -> HttpResponse:
    """Alone with the cart: look at the total once more, write the attempt down, and only then ask for the money."""
    try:
        with visit.cart.change():
            checkout = checkouts.get(checkout_id, caller=visit.cart.caller)
            if checkout is None:
                raise CartEmpty
            seen, now = form.cleaned_data["seen"], checkout.total_price.gross
            if seen != now:
                form.show_total(now)
                change = PriceChange(was=seen, now=now)
                return _page(visit, form, checkout, price_changed=change, status=409)
            if steps.first_incomplete(checkout) is not steps.PAYMENT:
                return visit.onwards(checkout)
            attempt = _begun(visit.request, form, checkout)
    except CHANGE_ERRORS as error:
        already = paying_attempt(visit.request, visit.cart)
        if already is not None:
            return redirect(attempt_url(already))
        return visit.page(
            {"form": form, "ways": _ways(form), "total": form.cleaned_data["seen"]}, failure=describe(error)
        )
    process(attempt, caller=visit.cart.caller)
    if attempt.state == State.ACTION_REQUIRED:
        return redirect("checkout:leave", uuid=attempt.uuid)
    return redirect(attempt_url(attempt))


def _begun(request: HttpRequest, form: PaymentForm, checkout: Checkout) -> PaymentAttempt:
    provider = form.providers.get(form.cleaned_data["gateway"])
    uuid = uuid4()
    return_url = request.build_absolute_uri(reverse("checkout:attempt", args=[uuid]))
    with transaction.atomic():
        attempt = begin_attempt(
            checkout.id,
            uuid=uuid,
            amount=checkout.total_price.gross.amount,
            currency=checkout.total_price.gross.currency,
            gateway=provider.identifier if provider else "",
            provider_data=_initial_data(form, return_url) if provider else {},
            payer_secret=payer_secret(request),
            market=active_market(),
        )
        transaction.on_commit(lambda: _finish_later(attempt), robust=True)
    return attempt


def _initial_data(form: PaymentForm, return_url: str) -> Mapping[str, object]:
    return hosted_page.initial_data(return_url=return_url, outcome=form.cleaned_data.get("outcome", ""))


def _finish_later(attempt: PaymentAttempt) -> None:
    """Should this process die now, a worker goes on. The sweeper would too, a minute later.

    With no broker it happens here and now, and the shopper sees what comes of it.
    """
    by = TriggeredBy.BROWSER if settings.CELERY_TASK_ALWAYS_EAGER else TriggeredBy.WORKER
    process_attempt.apply_async((attempt.pk, False, by), countdown=20)


def _page(
    visit: StepContext,
    form: PaymentForm,
    checkout: Checkout,
    *,
    price_changed: PriceChange | None = None,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    total = checkout.total_price.gross
    context = {
        "form": form,
        "ways": _ways(form),
        "nothing_to_pay": total.amount == 0,
        "total": total,
        "price_changed": price_changed,
        "statement_name": settings.STATEMENT_NAME,
        "promo_form": promo_form or PromoForm(),
    }
    return visit.page(context, checkout=checkout, status=status)


def _ways(form: PaymentForm) -> tuple[Way, ...]:
    chosen = form.data.get("gateway") if form.is_bound else None
    first = next(iter(form.providers), None)
    return tuple(
        Way(
            id=provider.identifier,
            name=provider.shopper_name,
            text=provider.shopper_text,
            selected=provider.identifier == (chosen or first),
        )
        for provider in form.providers.values()
    )
