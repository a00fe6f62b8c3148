"""Withdrawing from a contract: what is declared, a page that asks to confirm it, and the receipt."""

from uuid import UUID, uuid4

import msgspec
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from storefront.cart.views import private
from storefront.core.rate_limits import RateLimited
from storefront.orders import access, error_messages, rate_limits, withdrawal
from storefront.orders.declaration import Declaration, declaration_rows, declaration_sentence
from storefront.orders.forms import OrderWithdrawalForm, WithdrawalForm
from storefront.orders.models import Withdrawal
from storefront.orders.timeline import period
from storefront.saleor import errors

Form = WithdrawalForm | OrderWithdrawalForm
_TO_CONFIRM, _RECEIPT = "withdrawals_to_confirm", "withdrawal_receipt"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """For everybody: without an account, at any time, for whatever order somebody names."""
    form = WithdrawalForm(_posted(request), initial={"number": request.GET.get("order", "")[:40]})
    return _confirmed(request, form) or _declared(request, form)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def of_order(request: HttpRequest, number: str) -> HttpResponse:
    """For an order that this session may see: its things to choose from."""
    confirmed = _confirmed(request, None)
    if confirmed:
        return confirmed
    try:
        order = access.order_of(request, number)
    except errors.SaleorError:
        return _in_words(request, number)
    if order is None:
        return redirect("orders:withdraw")
    return _declared(request, OrderWithdrawalForm(_posted(request), order=order))


def _in_words(request: HttpRequest, number: str) -> HttpResponse:
    """Saleor is away, so the order's things cannot be listed: whoever wants to withdraw says it in words."""
    form = WithdrawalForm(initial={"number": number, **{name: request.POST.get(name) for name in ("name", "email")}})
    return render(request, "orders/withdraw.html", {"form": form, "problem": error_messages.NO_LIST}, status=503)


def _declared(request: HttpRequest, form: Form) -> HttpResponse:
    """Ask, and ask to confirm: nothing is declared before the second press."""
    if "change" in request.POST or not form.is_bound:
        return _asked(request, form)
    if not form.is_valid():
        return _asked(request, form, status=422)
    declared, key = form.declaration(), uuid4()
    _keep(request.session, key, declared)
    shown = {"rows": declaration_rows(declared), "declaration": declaration_sentence(declared), "key": key}
    return render(request, "orders/withdraw_confirm.html", {"form": form, **shown})


def _confirmed(request: HttpRequest, form: WithdrawalForm | None) -> HttpResponse | None:
    """The second press: what the page before showed is declared, as it was shown. None when this is no such press."""
    key = _key(request)
    if key is None:
        return None
    declared = _kept(request.session, key)
    if declared is None and form is not None and form.is_valid():
        declared = form.declaration()
    if declared is None:
        return None
    if not Withdrawal.objects.filter(key=key).exists():
        try:
            rate_limits.withdraw(request, email=declared.email)
        except RateLimited as often:
            context = {
                "form": form,
                "rows": declaration_rows(declared),
                "key": key,
                "declaration": declaration_sentence(declared),
            }
            problem = error_messages.withdraw_by_mail(often.wait)
            return render(request, "orders/withdraw_confirm.html", {**context, "problem": problem}, status=429)
    withdrawal.declare(declared, key=key, language=get_language() or "")
    request.session[_RECEIPT] = str(key)
    return redirect("orders:withdrawn")


@private
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The receipt, for the session that declared it; it goes by mail too."""
    key = request.session.get(_RECEIPT)
    row = Withdrawal.objects.filter(key=key).first() if key else None
    if row is None:
        return redirect("orders:withdraw")
    declared = withdrawal.read_declaration(row)
    context = {"rows": withdrawal.receipt_rows(row, declared), "email": declared.email}
    return render(request, "orders/withdrawn.html", context)


def _asked(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"form": form}
    if isinstance(form, OrderWithdrawalForm):
        context |= {"order": form.order, "lines": form.lines_shown(), "period": period(form.order)}
    return render(request, "orders/withdraw.html", context, status=status)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _key(request: HttpRequest) -> UUID | None:
    """The key of the page that asked to confirm; None when nothing is confirmed by this request."""
    if request.POST.get("confirm") != "yes":
        return None
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _keep(session: SessionBase, key: UUID, declared: Declaration) -> None:
    """What was shown to be confirmed, so that neither Saleor nor another tab can change it meanwhile."""
    kept = {**session.get(_TO_CONFIRM, {}), str(key): msgspec.json.encode(declared).decode()}
    session[_TO_CONFIRM] = dict(list(kept.items())[-5:])


def _kept(session: SessionBase, key: UUID) -> Declaration | None:
    kept = session.get(_TO_CONFIRM, {}).get(str(key))
    return msgspec.json.decode(kept, type=Declaration) if kept else None
