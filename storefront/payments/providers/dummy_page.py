"""The page of the test payments, where the shopper chooses how a payment ends: it plays a payment service's own."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from storefront.core.markets import Market, default_market, market_of_path
from storefront.payments.event_reports import Report, report
from storefront.payments.models import DummyPayment
from storefront.payments.providers import registry
from storefront.payments.providers.base import AFTER_SUCCESS
from storefront.payments.providers.dummy import DECLINED, IDENTIFIER, DummyPayments
from storefront.saleor import errors
from storefront.saleor.types import Money

_Choice = DummyPayment.Choice
_CHOICES = {
    _Choice.OPEN: (
        (_Choice.APPROVED, _("Approve")),
        (_Choice.DECLINED, _("Decline")),
        (_Choice.CONFIRM, _("Needs confirmation")),
        (_Choice.PENDING, _("Stays pending")),
        (_Choice.ERROR, _("Fails")),
        (_Choice.TIME_OUT, _("Answers too late")),
    ),
    _Choice.CONFIRM: ((_Choice.APPROVED, _("Confirm the payment")), (_Choice.DECLINED, _("Do not confirm"))),
    _Choice.PENDING: ((_Choice.APPROVED, _("The bank says yes")), (_Choice.DECLINED, _("The bank says no"))),
}


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def page(request: HttpRequest, page: UUID) -> HttpResponse:
    """Show what is to be paid, and take what is chosen; 404 unless the test payments are switched on."""
    if registry.by_slug(DummyPayments.slug) is None:
        raise Http404
    payment = get_object_or_404(DummyPayment, page=page)
    if request.method != "POST":
        return _shown(request, payment)
    chosen = request.POST.get("choice")
    if chosen in dict(_CHOICES.get(_Choice(payment.choice), ())):
        try:
            decide(payment, _Choice(chosen))
        except errors.SaleorError:
            return _shown(request, payment, status=503)
    return redirect("saleor:test-payment", page=payment.page)


def decide(payment: DummyPayment, choice: DummyPayment.Choice) -> None:
    """Have it end so. Saleor is told of what was pending, as nobody would ask. Raises SaleorError, nothing changed."""
    if payment.choice == _Choice.PENDING:
        report(_told(payment, approved=choice == _Choice.APPROVED), identifier=IDENTIFIER)
    payment.choose(choice)


def pending() -> Iterator[DummyPayment]:
    """The payments that wait for the bank."""
    return DummyPayment.objects.filter(choice=_Choice.PENDING).order_by("pk").iterator()


def _told(payment: DummyPayment, *, approved: bool) -> Report:
    return Report(
        transaction_id=payment.transaction_id,
        type=f"{payment.kind}_{'SUCCESS' if approved else 'FAILURE'}",
        reference=payment.reference,
        amount=payment.amount,
        message="" if approved else DECLINED,
        actions=AFTER_SUCCESS["CHARGE" if payment.kind == "CHARGE" else "AUTHORIZATION"] if approved else (),
    )


def _shown(request: HttpRequest, payment: DummyPayment, *, status: int = 200) -> HttpResponse:
    ours = url_has_allowed_host_and_scheme(payment.return_url, {request.get_host()}, require_https=request.is_secure())
    context = {
        "total": Money(amount=payment.amount, currency=payment.currency),
        "choice": payment.choice,
        "choices": [{"value": value, "label": label} for value, label in _CHOICES.get(_Choice(payment.choice), ())],
        "return_url": payment.return_url if ours else None,
        "failed": status != 200,
    }
    with translation.override(_market(payment.return_url).language):
        return render(request, "payments/dummy.html", context, status=status)


def _market(return_url: str) -> Market:
    """Where the shopper came from: a payment service speaks their language too."""
    return market_of_path(urlsplit(return_url).path) or default_market()
