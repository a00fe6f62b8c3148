"""Pages to withdraw from a contract: the form, a page that asks to confirm it, and the receipt.

All are personal and never cached.
"""

from uuid import UUID, uuid4

import msgspec
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from storefront.checkout.order_progress import return_period
from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.markets import active_market
from storefront.core.sessions.keys import WITHDRAWAL_RECEIPT, WITHDRAWALS_TO_CONFIRM
from storefront.core.web.private_pages import private
from storefront.merchant.identity import service_email
from storefront.orders import access, withdrawal
from storefront.orders.declaration import Declaration, declaration_rows, declaration_sentence
from storefront.orders.forms import OrderWithdrawalForm, WithdrawalForm
from storefront.orders.models import Withdrawal
from storefront.saleor.client import errors
from storefront.saleor.customer_session import client_network

Form = WithdrawalForm | OrderWithdrawalForm

NO_ORDER_LINES = gettext_lazy(
    "What you ordered cannot be listed just now. You can withdraw all the same: write what goes back, or leave it "
    "empty for the whole order."
)
_WITHDRAWALS_FROM_NETWORK = Limit(name="withdraw-network", most=20, seconds=60 * 60)
_WITHDRAWALS_HERE = Limit(name="withdraw-here", most=10, seconds=60 * 60)
_MOST_TO_CONFIRM = 5  # declarations that one session keeps open, in several tabs


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw from any order that the visitor names, without an account and at any time."""
    form = WithdrawalForm(_posted(request), initial={"number": request.GET.get("order", "")[:40]})
    return _declare_if_confirmed(request, form) or _ask_to_confirm(request, form)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_from_order(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw from an order that the visitor may see, with its items to choose from."""
    declared = _declare_if_confirmed(request, None)
    if declared:
        return declared
    try:
        order = access.order_for_visitor(request, number)
    except errors.SaleorError:
        return _form_without_lines(request, number)
    if order is None:
        return redirect("orders:withdraw")
    return _ask_to_confirm(request, OrderWithdrawalForm(_posted(request), order=order))


@private
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt to the session that declared the withdrawal; it is emailed too."""
    key = WITHDRAWAL_RECEIPT.get(request.session)
    stored = Withdrawal.objects.filter(key=key).first() if key else None
    if stored is None:
        return redirect("orders:withdraw")
    declaration = withdrawal.read_declaration(stored)
    context = {"rows": withdrawal.receipt_rows(stored, declaration), "email": declaration.email}
    return render(request, "orders/withdrawn.html", context)


def _ask_to_confirm(request: HttpRequest, form: Form) -> HttpResponse:
    """Show the form, and once it is valid the page that asks to confirm it. Nothing is declared yet."""
    if "change" in request.POST or not form.is_bound:
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    declaration, key = form.declaration(), uuid4()
    _remember(request.session, key, declaration)
    return render(request, "orders/withdraw_confirm.html", _confirm_context(form, declaration, key))


def _declare_if_confirmed(request: HttpRequest, form: WithdrawalForm | None) -> HttpResponse | None:
    """Declare what the confirmation page showed; None if this request does not come from that page."""
    key = _confirmed_key(request)
    if key is None:
        return None
    declaration = _remembered(request.session, key)
    if declaration is None and form is not None and form.is_valid():
        declaration = form.declaration()
    if declaration is None:
        return None
    if not Withdrawal.objects.filter(key=key).exists():
        try:
            network = client_network(request)
            rate_limits.hit(_WITHDRAWALS_FROM_NETWORK, network)
            rate_limits.hit(_WITHDRAWALS_HERE, f"{declaration.email} {network}")
        except RateLimited as limited:
            context = {**_confirm_context(form, declaration, key), "problem": _withdraw_by_email(limited)}
            return render(request, "orders/withdraw_confirm.html", context, status=429)
    withdrawal.declare(declaration, key=key, language=get_language() or "")
    WITHDRAWAL_RECEIPT.set(request.session, str(key))
    return redirect("orders:withdrawn")


def _form_page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"form": form}
    if isinstance(form, OrderWithdrawalForm):
        period = return_period(form.order)
        context |= {"order": form.order, "lines": form.fields_of_lines(), "period": period}
    return render(request, "orders/withdraw.html", context, status=status)


def _form_without_lines(request: HttpRequest, number: str) -> HttpResponse:
    """Show a form for free text: Saleor is unavailable, so the order's items cannot be listed."""
    form = WithdrawalForm(initial={"number": number, **{name: request.POST.get(name) for name in ("name", "email")}})
    return render(request, "orders/withdraw.html", {"form": form, "problem": NO_ORDER_LINES}, status=503)


def _confirm_context(form: Form | None, declaration: Declaration, key: UUID) -> dict[str, object]:
    return {
        "form": form,
        "rows": declaration_rows(declaration),
        "declaration": declaration_sentence(declaration),
        "key": key,
    }


def _withdraw_by_email(limited: RateLimited) -> str:
    """Name the email address: the law asks that withdrawing is always possible."""
    values = {"too_often": limited.message, "address": service_email(active_market())}
    return _("%(too_often)s Or write to %(address)s: a mail is as good.") % values


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _confirmed_key(request: HttpRequest) -> UUID | None:
    """Return the key of the confirmation page that this request comes from, or None."""
    if request.POST.get("confirm") != "yes":
        return None
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _remember(session: SessionBase, key: UUID, declaration: Declaration) -> None:
    """Store what the confirmation page shows: it is declared unchanged, even if the order changes meanwhile."""
    remembered = {**(WITHDRAWALS_TO_CONFIRM.get(session) or {}), str(key): msgspec.json.encode(declaration).decode()}
    WITHDRAWALS_TO_CONFIRM.set(session, dict(list(remembered.items())[-_MOST_TO_CONFIRM:]))


def _remembered(session: SessionBase, key: UUID) -> Declaration | None:
    remembered = (WITHDRAWALS_TO_CONFIRM.get(session) or {}).get(str(key))
    return msgspec.json.decode(remembered, type=Declaration) if remembered else None
