"""The ways in and out: register, confirm, sign in, sign out, a forgotten password.

Every answer is the same whether or not an address is known. Saleor keeps the customers; we keep only tokens,
in the server-side session.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from storefront import visitor
from storefront.accounts import sentences
from storefront.accounts.forms import ForgottenForm, MailedLinkForm, NewPasswordForm, RegisterForm, SignInForm
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
    if form.is_valid():
        try:
            signed = accounts.sign_in(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                caller=Caller(address=visitor.client_address(request)),
            )
        except errors.Refused as refused:
            sentences.show(refused, form=form)
        except errors.Unavailable:
            form.add_error(None, str(sentences.AWAY))
        else:
            visitor.sign_in(request, signed)
            following.signed_in(request)
            return redirect(_safe(request, form.cleaned_data["next"]))
    return _page(request, "accounts/sign_in.html", form)


@private
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the tokens here, and make them worthless at Saleor; the cart stays."""
    try:
        accounts.sign_out_everywhere(caller=visitor.caller(request))
    except errors.SaleorError:
        messages.warning(request, _("You are signed out here. Other devices may stay signed in for a while."))
    visitor.sign_out(request)
    following.signed_out(request.session)
    return redirect("accounts:sign_in")


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Make an account; a link to confirm the address comes by mail."""
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        try:
            accounts.register(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                channel=active_market().channel,
                redirect_url=request.build_absolute_uri(reverse("accounts:confirm")),
                caller=Caller(address=visitor.client_address(request)),
            )
        except errors.Refused as refused:
            sentences.show(refused, form=form)
        except errors.Unavailable:
            form.add_error(None, str(sentences.AWAY))
        else:
            return render(request, "accounts/register.html", {"done": True})
    return _page(request, "accounts/register.html", form)


@private
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The mailed link: one press of a button confirms the address."""
    form = MailedLinkForm(request.POST or None, initial=_from_link(request))
    if form.is_valid():
        try:
            accounts.confirm(
                email=form.cleaned_data["email"],
                token=form.cleaned_data["token"],
                caller=Caller(address=visitor.client_address(request)),
            )
        except errors.Refused as refused:
            sentences.show(refused, form=form)
        except errors.Unavailable:
            form.add_error(None, str(sentences.AWAY))
        else:
            messages.success(request, _("Your address is confirmed. You can sign in now."))
            return redirect("accounts:sign_in")
    return _page(request, "accounts/confirm.html", form)


@private
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link mailed that sets a new password; says the same whether or not the address is known."""
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        try:
            accounts.request_password_reset(
                email=form.cleaned_data["email"],
                redirect_url=request.build_absolute_uri(reverse("accounts:new_password")),
                channel=active_market().channel,
                caller=Caller(address=visitor.client_address(request)),
            )
        except errors.Unavailable:
            form.add_error(None, str(sentences.AWAY))
        except errors.Refused:
            return render(request, "accounts/forgotten.html", {"done": True})
        else:
            return render(request, "accounts/forgotten.html", {"done": True})
    return _page(request, "accounts/forgotten.html", form)


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a new password with the mailed token; every older sign-in ends."""
    form = NewPasswordForm(request.POST or None, initial=_from_link(request))
    if form.is_valid():
        anonymous = Caller(address=visitor.client_address(request))
        try:
            signed = accounts.set_password(**form.cleaned_data, caller=anonymous)
            accounts.sign_out_everywhere(caller=Caller(token=signed.token, address=anonymous.address))
        except errors.Refused as refused:
            sentences.show(refused, form=form)
        except errors.Unavailable:
            form.add_error(None, str(sentences.AWAY))
        else:
            messages.success(request, _("Your password is new, and older sign-ins have ended. Sign in with it."))
            return redirect("accounts:sign_in")
    return _page(request, "accounts/new_password.html", form)


def _page(request: HttpRequest, template: str, form: object) -> HttpResponse:
    """The form as it stands: 422 when something typed needs another look."""
    return render(request, template, {"form": form}, status=422 if getattr(form, "errors", None) else 200)


def _from_link(request: HttpRequest) -> dict[str, str]:
    return {"email": request.GET.get("email", ""), "token": request.GET.get("token", "")}


def _safe(request: HttpRequest, address: str) -> str:
    """A place on this site, or the account."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("accounts:overview")
