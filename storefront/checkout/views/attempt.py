"""A payment on its way, and what became of it. Only the session that pays sees it; every other gets 404."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from storefront.cart.services import Cart
from storefront.cart.views import private
from storefront.checkout import error_messages, presentation, steps
from storefront.checkout.step_context import attempt_url, known_payer_secret
from storefront.emails import follow_up
from storefront.payments import hosted_page
from storefront.payments.attempts import attempt_of_payer
from storefront.payments.models import PaymentAttempt, Reason, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.transitions import answer_action
from storefront.saleor import errors, orders
from storefront.saleor.types import Money

_OFTEN, _SELDOM = 4, 15  # seconds until the waiting page looks again


@require_http_methods(["GET", "HEAD", "POST"])
@private
def attempt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tell the truth about a payment. Looking also takes it on, should nobody else have."""
    found = _owned(request, uuid)
    if request.method == "POST":
        return _stopped(request, found)
    if found.is_in_progress:
        process(found, caller=Cart.of(request).caller, by=TriggeredBy.RETURN_PAGE, may_be_answered=True)
    if found.has_order:
        return _done(request, found)
    return _waiting_or_refused(request, found)


@require_safe
@private
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the shopper to the page on which they pay, by a page of ours that needs no script.

    A redirect would not do: browsers let a form lead, over any number of redirects, only to where `form-action` says.
    """
    found = _owned(request, uuid)
    address = _pay_page(request, found)
    if address is None:
        return redirect(attempt_url(found))
    context = {"address": address, "host": urlsplit(address).hostname, "total": _total(found)}
    return render(request, "checkout/payment_redirect.html", context)


def _owned(request: HttpRequest, uuid: UUID) -> PaymentAttempt:
    """The attempt, for the session that pays; 404 for every other."""
    secret = known_payer_secret(request)
    found = attempt_of_payer(uuid, payer_secret=secret) if secret else None
    if found is None:
        raise Http404
    return found


def _pay_page(request: HttpRequest, found: PaymentAttempt) -> str | None:
    return hosted_page.hosted_page_url(found, origin=f"{request.scheme}://{request.get_host()}")


def _stopped(request: HttpRequest, found: PaymentAttempt) -> HttpResponse:
    """The shopper gives up, if nothing has been paid; what has been paid is not undone by it."""
    if answer_action(found, provider_data=hosted_page.cancel_data()):
        process(found, caller=Cart.of(request).caller)
    return redirect(attempt_url(found))


def _done(request: HttpRequest, found: PaymentAttempt) -> HttpResponse:
    """The order, once more from Saleor; its number at least when Saleor is away."""
    cart = Cart.of(request)
    if cart.kept.checkout_id == found.checkout_id:
        cart.forget()
    try:
        order = orders.get(found.order_id, caller=cart.caller)
    except errors.SaleorError:
        order = None
    context = {
        "order": presentation.placed(order) if order else None,
        "number": found.order_number,
        "follow_up_offer": follow_up.offer_for(order),
    }
    return render(request, "checkout/confirmation.html", context)


def _waiting_or_refused(request: HttpRequest, found: PaymentAttempt) -> HttpResponse:
    context = {
        "total": _total(found),
        "retry_url": steps.PAYMENT.url,
        "refresh_seconds": _SELDOM if found.state == State.PENDING else _OFTEN,
        **_told(request, found),
    }
    return render(request, "checkout/payment_status.html", context)


def _told(request: HttpRequest, found: PaymentAttempt) -> dict[str, object]:
    match State(found.state):
        case State.REFUSED:
            sentence = error_messages.ATTEMPT_REFUSED.get(found.reason, error_messages.REFUSED_OTHERWISE)
            return {"state": "refused", "message": sentence}
        case State.FAILED if found.amount == 0:
            return {"state": "refused", "message": error_messages.NOT_ORDERED}
        case State.FAILED:
            sentence = error_messages.ATTEMPT_REFUSED.get(found.reason, error_messages.REFUSED_OTHERWISE)
            return {"state": "refused", "message": sentence}
        case State.CHARGED_NO_ORDER | State.REFUNDING:
            late = found.reason == Reason.CHARGED_LATE
            return {"state": "unfilled", "message": error_messages.CHARGED_LATE if late else error_messages.UNFILLED}
        case State.REFUNDED:
            return {"state": "unfilled", "message": error_messages.RELEASED}
        case State.CLOSED_MANUALLY:
            return {"state": "unfilled", "message": error_messages.SETTLED}
        case State.NEEDS_ATTENTION:
            return {"state": "unsure", "message": error_messages.UNKNOWN}
        case State.ACTION_REQUIRED:
            return {"state": "action", "can_pay": _pay_page(request, found) is not None, "uuid": found.uuid}
        case State.PENDING:
            return {"state": "waiting", "pending": True}
    return {"state": "waiting"}


def _total(found: PaymentAttempt) -> Money:
    return Money(amount=found.amount, currency=found.currency)
