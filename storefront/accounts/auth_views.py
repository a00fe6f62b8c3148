"""The ways in and out: register, confirm, sign in, sign out, a forgotten password.

Every answer is the same whether or not an address is known. Saleor keeps the customers; we keep only tokens,
in the server-side session.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from storefront.accounts import email_links, error_messages, rate_limits
from storefront.accounts.form_submit import page, submit
from storefront.accounts.forms import ConfirmForm, ForgottenForm, NewPasswordForm, RegisterForm, SignInForm
from storefront.cart import merge
from storefront.core.markets import active_market
from storefront.saleor import accounts, customer_session, errors
from storefront.saleor.api import Credentials

private = cache_control(private=True, no_store=True)


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, then go where the visitor was going."""
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if not form.is_valid():
        return page(request, "accounts/sign_in.html", form)
    failed = submit(form, lambda: _enter(request, form.cleaned_data["email"], form.cleaned_data["password"]))
    if failed:
        return page(request, "accounts/sign_in.html", form, failed)
    return redirect(email_links.safe(request, form.cleaned_data["next"]))


@private
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the tokens here; the things in the cart stay."""
    _leave(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:sign_in")


@private
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Make every token of the customer worthless at Saleor, wherever it is kept, and forget ours."""
    try:
        accounts.sign_out_everywhere(caller=customer_session.credentials(request))
    except (errors.TokenExpired, errors.NotAllowed):
        messages.success(request, _("You are signed out on every device."))
    except errors.SaleorError:
        messages.warning(request, str(error_messages.NOT_EVERYWHERE))
        return redirect("accounts:overview")
    else:
        messages.success(request, _("You are signed out on every device."))
    _leave(request)
    return redirect("accounts:sign_in")


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Make an account; a link to confirm the address comes by mail."""
    form = RegisterForm(request.POST or None)
    if not form.is_valid():
        return page(request, "accounts/register.html", form)

    def make() -> None:
        rate_limits.register(request)
        accounts.register(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            channel=active_market().channel,
            redirect_url=email_links.public("accounts:confirm"),
            caller=_anonymous(request),
        )

    failed = submit(form, make)
    if failed:
        return page(request, "accounts/register.html", form, failed)
    return render(request, "accounts/register.html", {"done": True})


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The mailed link: the password, once more, confirms the address and signs in.

    Only who chose the password of an account is shown the orders that its address made as a guest: whoever registers
    somebody else's address gets nothing by it, although that person opens the link.
    """
    form = ConfirmForm(request.POST or None, initial=_from_link(request))
    if not form.is_valid():
        return page(request, "accounts/confirm_account.html", form)

    def confirmed() -> None:
        rate_limits.mailed_link(request)
        accounts.confirm(**form.cleaned_data, caller=_anonymous(request))

    failed = submit(form, confirmed)
    if failed:
        return page(request, "accounts/confirm_account.html", form, failed)
    messages.success(request, _("Your address is confirmed."))
    return _entered(request, form.cleaned_data["email"], form.cleaned_data["password"])


@private
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link mailed that sets a new password; says the same whether or not the address is known."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return page(request, "accounts/forgotten_password.html", form)

    def ask() -> None:
        rate_limits.reset(request, email=form.cleaned_data["email"])
        accounts.request_password_reset(
            email=form.cleaned_data["email"],
            redirect_url=email_links.public("accounts:new_password"),
            channel=active_market().channel,
            caller=_anonymous(request),
        )

    failed = submit(form, ask)
    if failed:
        return page(request, "accounts/forgotten_password.html", form, failed)
    return render(request, "accounts/forgotten_password.html", {"done": True})


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a new password with the mailed token, which confirms the address too; every older sign-in ends."""
    form = NewPasswordForm(request.POST or None, initial=_from_link(request))
    if not form.is_valid():
        return page(request, "accounts/new_password.html", form)
    failed = submit(form, lambda: _set_password(request, form))
    if failed:
        return page(request, "accounts/new_password.html", form, failed)
    return _entered(request, form.cleaned_data["email"], form.cleaned_data["password"])


def _set_password(request: HttpRequest, form: NewPasswordForm) -> None:
    rate_limits.mailed_link(request)
    signed = accounts.set_password(**form.cleaned_data, caller=_anonymous(request))
    try:
        accounts.sign_out_everywhere(
            caller=Credentials(token=signed.token, address=customer_session.client_ip(request))
        )
    except errors.SaleorError:
        messages.warning(request, str(error_messages.PASSWORD_BUT_NOT_EVERYWHERE))
    else:
        messages.success(request, _("Your password is new, and older sign-ins have ended."))


def _enter(request: HttpRequest, email: str, password: str) -> None:
    """Sign in here: the session gets a new key, and the account's cart and this one become one."""
    rate_limits.sign_in(request, email=email)
    signed = accounts.sign_in(email=email, password=password, caller=_anonymous(request))
    rate_limits.signed_in(request, email=email)
    customer_session.sign_in(request, signed)
    merge.signed_in(request)


def _entered(request: HttpRequest, email: str, password: str) -> HttpResponse:
    """Signed in after something that worked already; should that not work too, the sign-in page is next."""
    failed = submit(SignInForm({}), lambda: _enter(request, email, password))
    return redirect("accounts:sign_in" if failed else "accounts:overview")


def _leave(request: HttpRequest) -> None:
    customer_session.sign_out(request)
    merge.signed_out(request.session)


def _anonymous(request: HttpRequest) -> Credentials:
    """The visitor by their network address alone: Saleor counts tries by it."""
    return Credentials(address=customer_session.client_ip(request))


def _from_link(request: HttpRequest) -> dict[str, str]:
    return {"email": request.GET.get("email", ""), "token": request.GET.get("token", "")}
