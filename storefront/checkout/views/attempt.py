"""A payment in progress, and what has become of it. Only the session that pays sees it; every other gets 404."""

from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods, require_safe

from storefront.cart.services import Cart
from storefront.checkout import error_messages, presentation, steps
from storefront.checkout.payer import attempt_url, known_payer_secret
from storefront.core.web.private_pages import private
from storefront.emails.kinds import follow_up
from storefront.payments.attempts import attempt_of_payer
from storefront.payments.models import PaymentAttempt, Reason, State, TriggeredBy
from storefront.payments.processing import process
from storefront.payments.providers.hosted_page import cancel_data, hosted_page_url
from storefront.payments.transitions import answer_action
from storefront.saleor import customer_session, orders
from storefront.saleor.client import errors
from storefront.saleor.types import Money

REFRESH_SECONDS = 4
PENDING_REFRESH_SECONDS = 15


class PageState(StrEnum):
    """Which of its texts the page shows."""

    WAITING = "waiting"
    ACTION = "action"
    REFUSED = "refused"
    STOPPED = "stopped"
    NO_ORDER = "no-order"
    UNCLEAR = "unclear"


@require_http_methods(["GET", "HEAD", "POST"])
@private
def attempt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a payment's status. Opening the page also advances the payment; a POST gives it up."""
    found = _attempt_or_404(request, uuid)
    if request.method == "POST":
        return _cancel(request, found)
    if found.is_in_progress:
        caller = Cart.for_request(request).caller
        process(found, caller=caller, by=TriggeredBy.RETURN_PAGE, may_be_answered=True)
    if found.has_order:
        return _render_order(request, found)
    return _render_status(request, found)


@require_safe
@private
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the shopper to the provider's page, by a page of ours that needs no script.

    A redirect would not do: browsers hold the whole chain of redirects after a form to the policy's `form-action`.
    """
    found = _attempt_or_404(request, uuid)
    address = _hosted_page_url(request, found)
    if address is None:
        return redirect(attempt_url(found))
    context = {"address": address, "host": urlsplit(address).hostname, "total": _total(found)}
    return render(request, "checkout/payment_redirect.html", context)


def _attempt_or_404(request: HttpRequest, uuid: UUID) -> PaymentAttempt:
    secret = known_payer_secret(request)
    found = attempt_of_payer(uuid, payer_secret=secret) if secret else None
    if found is None:
        raise Http404
    return found


def _hosted_page_url(request: HttpRequest, found: PaymentAttempt) -> str | None:
    return hosted_page_url(found, origin=f"{request.scheme}://{request.get_host()}")


def _cancel(request: HttpRequest, found: PaymentAttempt) -> HttpResponse:
    """Give the payment up if nothing has been paid. A payment that was made is not undone."""
    if answer_action(found, provider_data=cancel_data()):
        process(found, caller=Cart.for_request(request).caller)
    return redirect(attempt_url(found))


def _render_order(request: HttpRequest, found: PaymentAttempt) -> HttpResponse:
    """Show the order as Saleor has it, or only its number while Saleor is unavailable."""
    cart = Cart.for_request(request)
    if cart.stored.checkout_id == found.checkout_id:
        cart.clear()
    try:
        order = orders.get(found.order_id, caller=cart.caller)
    except errors.SaleorError:
        order = None
    context = {
        "order": presentation.placed_order(order) if order else None,
        "number": found.order_number,
        "may_close": customer_session.customer_email(request) is None,
        "follow_up_offer": follow_up.offer_for(order),
    }
    return render(request, "checkout/confirmation.html", context)


def _render_status(request: HttpRequest, found: PaymentAttempt) -> HttpResponse:
    state, message = _status(found)
    is_pending = found.state == State.PENDING
    context = {
        "state": state,
        "message": message,
        "pending": is_pending,
        "can_pay": _hosted_page_url(request, found) is not None,
        "uuid": found.uuid,
        "total": _total(found),
        "retry_url": steps.PAYMENT.url,
        "refresh_seconds": PENDING_REFRESH_SECONDS if is_pending else REFRESH_SECONDS,
    }
    return render(request, "checkout/payment_status.html", context)


def _status(found: PaymentAttempt) -> tuple[PageState, str | Promise]:
    """Return what the page shows, and a message if the state alone does not say everything."""
    match State(found.state):
        case State.FAILED if found.amount == 0:
            return PageState.REFUSED, error_messages.ORDER_FAILED
        case State.REFUSED | State.FAILED:
            message = error_messages.PAYMENT_FAILED.get(found.reason, error_messages.PAYMENT_FAILED_OTHERWISE)
            return PageState.STOPPED if found.reason == Reason.STOPPED else PageState.REFUSED, message
        case State.CHARGED_NO_ORDER | State.REFUNDING if found.reason == Reason.CHARGED_LATE:
            return PageState.NO_ORDER, error_messages.CHARGED_LATE
        case State.CHARGED_NO_ORDER | State.REFUNDING:
            return PageState.NO_ORDER, error_messages.CHARGED_NO_ORDER
        case State.REFUNDED:
            return PageState.NO_ORDER, error_messages.REFUNDED
        case State.CLOSED_MANUALLY:
            return PageState.NO_ORDER, error_messages.CLOSED_MANUALLY
        case State.NEEDS_ATTENTION:
            return PageState.UNCLEAR, error_messages.NEEDS_ATTENTION
        case State.ACTION_REQUIRED:
            return PageState.ACTION, ""
    return PageState.WAITING, ""


def _total(found: PaymentAttempt) -> Money:
    return Money(amount=found.amount, currency=found.currency)
