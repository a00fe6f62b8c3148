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

from storefront import visitor
from storefront.accounts import limiting, links, sentences
from storefront.accounts.forms import ConfirmForm, ForgottenForm, NewPasswordForm, RegisterForm, SignInForm
from storefront.accounts.trying import page, tried
from storefront.cart import following
from storefront.markets import active_market
from storefront.saleor import accounts, errors
from storefront.saleor.gateway import Caller

private = cache_control(private=True, no_store=True)


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, then go where the visitor was going."""
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if not form.is_valid():
        return page(request, "accounts/sign_in.html", form)
    failed = tried(form, lambda: _enter(request, form.cleaned_data["email"], form.cleaned_data["password"]))
    if failed:
        return page(request, "accounts/sign_in.html", form, failed)
    return redirect(links.safe(request, form.cleaned_data["next"]))


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
        accounts.sign_out_everywhere(caller=visitor.caller(request))
    except (errors.SignInExpired, errors.NotAllowed):
        messages.success(request, _("You are signed out on every device."))
    except errors.SaleorError:
        messages.warning(request, str(sentences.NOT_EVERYWHERE))
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
        limiting.register(request)
        accounts.register(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            channel=active_market().channel,
            redirect_url=links.public("accounts:confirm"),
            caller=_anonymous(request),
        )

    failed = tried(form, make)
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
        return page(request, "accounts/confirm.html", form)

    def confirmed() -> None:
        limiting.mailed_link(request)
        accounts.confirm(**form.cleaned_data, caller=_anonymous(request))

    failed = tried(form, confirmed)
    if failed:
        return page(request, "accounts/confirm.html", form, failed)
    messages.success(request, _("Your address is confirmed."))
    return _entered(request, form.cleaned_data["email"], form.cleaned_data["password"])


@private
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link mailed that sets a new password; says the same whether or not the address is known."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return page(request, "accounts/forgotten.html", form)

    def ask() -> None:
        limiting.reset(request, email=form.cleaned_data["email"])
        accounts.request_password_reset(
            email=form.cleaned_data["email"],
            redirect_url=links.public("accounts:new_password"),
            channel=active_market().channel,
            caller=_anonymous(request),
        )

    failed = tried(form, ask)
    if failed:
        return page(request, "accounts/forgotten.html", form, failed)
    return render(request, "accounts/forgotten.html", {"done": True})


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a new password with the mailed token, which confirms the address too; every older sign-in ends."""
    form = NewPasswordForm(request.POST or None, initial=_from_link(request))
    if not form.is_valid():
        return page(request, "accounts/new_password.html", form)
    failed = tried(form, lambda: _set_password(request, form))
    if failed:
        return page(request, "accounts/new_password.html", form, failed)
    return _entered(request, form.cleaned_data["email"], form.cleaned_data["password"])


def _set_password(request: HttpRequest, form: NewPasswordForm) -> None:
    limiting.mailed_link(request)
    signed = accounts.set_password(**form.cleaned_data, caller=_anonymous(request))
    try:
        accounts.sign_out_everywhere(caller=Caller(token=signed.token, address=visitor.client_address(request)))
    except errors.SaleorError:
        messages.warning(request, str(sentences.PASSWORD_BUT_NOT_EVERYWHERE))
    else:
        messages.success(request, _("Your password is new, and older sign-ins have ended."))


def _enter(request: HttpRequest, email: str, password: str) -> None:
    """Sign in here: the session gets a new key, and the account's cart and this one become one."""
    limiting.sign_in(request, email=email)
    signed = accounts.sign_in(email=email, password=password, caller=_anonymous(request))
    limiting.signed_in(request, email=email)
    visitor.sign_in(request, signed)
    following.signed_in(request)


def _entered(request: HttpRequest, email: str, password: str) -> HttpResponse:
    """Signed in after something that worked already; should that not work too, the sign-in page is next."""
    failed = tried(SignInForm({}), lambda: _enter(request, email, password))
    return redirect("accounts:sign_in" if failed else "accounts:overview")


def _leave(request: HttpRequest) -> None:
    visitor.sign_out(request)
    following.signed_out(request.session)


def _anonymous(request: HttpRequest) -> Caller:
    """The visitor by their network address alone: Saleor counts tries by it."""
    return Caller(address=visitor.client_address(request))


def _from_link(request: HttpRequest) -> dict[str, str]:
    return {"email": request.GET.get("email", ""), "token": request.GET.get("token", "")}
