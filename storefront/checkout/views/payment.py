"""Step 4: review the whole order, and pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise

from storefront.cart.errors import CHANGE_ERRORS, CartEmpty, CartError, describe
from storefront.cart.forms import PromoForm
from storefront.checkout import services, steps
from storefront.checkout.forms import PaymentForm
from storefront.checkout.payer import attempt_url, payer_secret, paying_attempt
from storefront.checkout.presentation import pay_label
from storefront.checkout.step_context import StepContext, leave_refused_address
from storefront.core.markets import active_market
from storefront.merchant.identity import merchant_of
from storefront.payments.attempts import begin_attempt
from storefront.payments.models import PaymentAttempt, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.providers.hosted_page import initial_data
from storefront.payments.providers.registry import available_providers, configured_providers
from storefront.payments.tasks import process_attempt
from storefront.saleor import checkouts
from storefront.saleor.prices import balance
from storefront.saleor.types import Checkout, Money

WORKER_DELAY_SECONDS = 20  # until a worker advances an attempt, in case this process dies


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOption:
    """A payment provider that can be chosen."""

    id: str
    name: str | Promise
    text: str | Promise
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """The total that the shopper saw, and the total now."""

    was: Money
    now: Money


def payment(context: StepContext) -> HttpResponse:
    """Show what is to be paid, and take the payment, but only for the total that was shown."""
    posted = context.request.POST if context.request.method == "POST" else None
    if posted is not None and "promo_code" in posted and context.checkout is not None:
        return _use_code(context, PromoForm(posted))
    return _payment(context, posted)


def _payment(
    context: StepContext, posted: QueryDict | None, *, promo_form: PromoForm | None = None, status: int = 200
) -> HttpResponse:
    if context.checkout is None:
        return _render_unavailable(context, posted)
    try:
        checkout = services.refresh_delivery(context.cart, context.checkout)
        checkout = balance.settle(checkout, caller=context.cart.caller)
        is_free = checkout.total_price.gross.amount == 0
        providers = () if is_free else available_providers(checkout.id, caller=context.cart.caller)
    except CHANGE_ERRORS as error:
        return _render_unavailable(context, posted, failure=describe(error))
    if steps.first_incomplete(checkout) is not steps.PAYMENT:
        return context.redirect_to_next(checkout)
    form = PaymentForm(posted, providers=providers, total=checkout.total_price.gross)
    if is_free:
        form.fields["gateway"].required = False
    if posted is None or not (providers or is_free):
        return _render(context, form, checkout, promo_form=promo_form, status=status)
    if not form.is_valid():
        seen, now = form.total_seen(), checkout.total_price.gross
        # An older tab may lack a field too, such as how to pay; that the total has changed comes first.
        change = PriceChange(was=seen, now=now) if seen is not None and seen != now else None
        form.show_total(now)
        return _render(context, form, checkout, price_changed=change, status=409 if change else 422)
    return _pay(context, form, checkout.id)


def _use_code(context: StepContext, form: PromoForm) -> HttpResponse:
    """Add a gift card or voucher, and show what is left to pay."""
    status = 422
    if form.is_valid():
        try:
            context.cart.add_promo(form.cleaned_data["promo_code"])
        except CHANGE_ERRORS as error:
            failure = describe(error)
            form.add_error("promo_code", failure.text)
            status = failure.status
        else:
            return redirect(context.step.url)
    return _payment(context, None, promo_form=form, status=status)


def _pay(context: StepContext, form: PaymentForm, checkout_id: str) -> HttpResponse:
    """Check the total once more while the cart cannot change, store the attempt, and only then request the money."""
    try:
        with context.cart.change():
            checkout = checkouts.get(checkout_id, caller=context.cart.caller)
            if checkout is None:
                raise CartEmpty
            checkout = balance.settle(checkout, caller=context.cart.caller)
            seen, now = form.cleaned_data["seen"], checkout.total_price.gross
            if seen != now:
                form.show_total(now)
                change = PriceChange(was=seen, now=now)
                return _render(context, form, checkout, price_changed=change, status=409)
            if steps.first_incomplete(checkout) is not steps.PAYMENT:
                return context.redirect_to_next(checkout)
            leave_refused_address(context.request, checkout)
            checkout = services.set_language(context.cart, checkout, language=active_market().language)
            attempt = _begin_attempt(context.request, form, checkout)
    except CHANGE_ERRORS as error:
        other = paying_attempt(context.request, context.cart)
        if other is not None:
            return redirect(attempt_url(other))
        seen = form.cleaned_data["seen"]
        label = pay_label(seen, active_market())
        shown = {"form": form, "options": _options(form), "total": seen, "pay_label": label}
        return context.render(shown, failure=describe(error))
    process(attempt, caller=context.cart.caller)
    if attempt.state == State.ACTION_REQUIRED:
        return redirect("checkout:leave", uuid=attempt.uuid)
    return redirect(attempt_url(attempt))


def _begin_attempt(request: HttpRequest, form: PaymentForm, checkout: Checkout) -> PaymentAttempt:
    provider = form.providers.get(form.cleaned_data["gateway"])
    uuid = uuid4()
    return_url = request.build_absolute_uri(reverse("checkout:attempt", args=[uuid]))
    data: Mapping[str, object] = (
        initial_data(return_url=return_url, outcome=form.cleaned_data.get("outcome", "")) if provider else {}
    )
    with transaction.atomic():
        attempt = begin_attempt(
            checkout.id,
            uuid=uuid,
            amount=checkout.total_price.gross.amount,
            currency=checkout.total_price.gross.currency,
            gateway=provider.identifier if provider else "",
            provider_data=data,
            payer_secret=payer_secret(request),
            market=active_market(),
        )
        transaction.on_commit(lambda: _enqueue_processing(attempt), robust=True)
    return attempt


def _enqueue_processing(attempt: PaymentAttempt) -> None:
    """Let a worker advance the attempt if this process dies; the periodic task would too, a minute later.

    Without a broker the task runs here, in place of the browser's request.
    """
    by = TriggeredBy.BROWSER if settings.CELERY_TASK_ALWAYS_EAGER else TriggeredBy.WORKER
    process_attempt.apply_async((attempt.pk, False, by), countdown=WORKER_DELAY_SECONDS)


def _render_unavailable(
    context: StepContext, posted: QueryDict | None, *, failure: CartError | None = None
) -> HttpResponse:
    form = PaymentForm(posted, providers=configured_providers(), total=None)
    shown = {"form": form, "options": _options(form), "pay_label": pay_label(None, active_market())}
    return context.render(shown, failure=failure)


def _render(
    context: StepContext,
    form: PaymentForm,
    checkout: Checkout,
    *,
    price_changed: PriceChange | None = None,
    promo_form: PromoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    total = checkout.total_price.gross
    shown = {
        "form": form,
        "options": _options(form),
        "nothing_to_pay": total.amount == 0,
        "total": total,
        "pay_label": pay_label(total, active_market()),
        "price_changed": price_changed,
        "statement_name": merchant_of(active_market()).statement_name,
        "promo_form": promo_form or PromoForm(),
    }
    return context.render(shown, checkout=checkout, status=status)


def _options(form: PaymentForm) -> tuple[PaymentOption, ...]:
    chosen = form.data.get("gateway") if form.is_bound else None
    first = next(iter(form.providers), None)
    return tuple(
        PaymentOption(
            id=provider.identifier,
            name=provider.shopper_name,
            text=provider.shopper_text,
            selected=provider.identifier == (chosen or first),
        )
        for provider in form.providers.values()
    )
