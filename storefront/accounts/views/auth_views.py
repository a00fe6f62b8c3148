"""Register, confirm, sign in, sign out, and reset a forgotten password.

Every answer is the same whether or not an address has an account. Saleor stores the customers; the shop stores only
their tokens, in the server-side session.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from storefront.accounts import error_messages, rate_limits
from storefront.accounts.forms import ConfirmForm, ForgottenForm, NewPasswordForm, RegisterForm, SignInForm
from storefront.accounts.sign_in import sign_in as sign_in_here
from storefront.accounts.views.form_pages import form_page, submit
from storefront.cart import merge
from storefront.core.forms.targets import form_target
from storefront.core.markets import active_market
from storefront.core.web.links import absolute_url
from storefront.core.web.private_pages import clear_browser, private
from storefront.saleor import accounts, customer_session
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in, then continue to the page that asked for it."""
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if not form.is_valid():
        return form_page(request, "accounts/sign_in.html", form)
    error = submit(
        form,
        lambda: _sign_in(
            request, form.cleaned_data["email"], form.cleaned_data["password"], stay=form.cleaned_data["stay"]
        ),
    )
    if error:
        return form_page(request, "accounts/sign_in.html", form, error)
    return redirect(_page_after_sign_in(request, form.cleaned_data["next"]))


@form_target("accounts:overview")
@private
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out in this browser; the cart keeps its items."""
    merge.sign_out(request)
    messages.success(request, _("You are signed out."))
    return clear_browser(redirect("accounts:sign_in"))


@form_target("accounts:overview")
@private
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Invalidate every token of the customer in Saleor, and sign out here."""
    try:
        accounts.sign_out_everywhere(caller=customer_session.credentials(request))
    except (errors.TokenExpired, errors.NotAllowed):
        messages.success(request, _("You are signed out on every device."))
    except errors.SaleorError:
        messages.warning(request, str(error_messages.NOT_SIGNED_OUT))
        return redirect("accounts:overview")
    else:
        messages.success(request, _("You are signed out on every device."))
    merge.sign_out(request)
    return clear_browser(redirect("accounts:sign_in"))


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Create an account; a link to confirm the address is emailed."""
    form = RegisterForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, "accounts/register.html", form)

    def create_account() -> None:
        rate_limits.count_registration(request)
        accounts.register(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            channel=active_market().channel,
            redirect_url=absolute_url(reverse("accounts:confirm")),
            caller=_visitor(request),
        )

    error = submit(form, create_account)
    if error:
        return form_page(request, "accounts/register.html", form, error)
    return render(request, "accounts/register.html", {"done": True})


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the address by the emailed link and the account's password, and sign in.

    Without the password, a person who registers somebody else's address would see that person's guest orders as soon
    as the person opens the link.
    """
    form = ConfirmForm(request.POST or None, initial=_values_of_link(request))
    if not form.is_valid():
        return form_page(request, "accounts/confirm_account.html", form)

    def confirm_account() -> None:
        rate_limits.count_emailed_link(request)
        accounts.confirm(**form.cleaned_data, caller=_visitor(request))

    error = submit(form, confirm_account)
    if error:
        return form_page(request, "accounts/confirm_account.html", form, error)
    messages.success(request, _("Your address is confirmed."))
    return _sign_in_and_redirect(request, form.cleaned_data["email"], form.cleaned_data["password"])


@private
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Email a link to set a new password; the answer is the same whether or not the address has an account."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, "accounts/forgotten_password.html", form)

    def request_reset() -> None:
        rate_limits.count_password_reset(request, email=form.cleaned_data["email"])
        accounts.request_password_reset(
            email=form.cleaned_data["email"],
            redirect_url=absolute_url(reverse("accounts:new_password")),
            channel=active_market().channel,
            caller=_visitor(request),
        )

    error = submit(form, request_reset)
    if error:
        return form_page(request, "accounts/forgotten_password.html", form, error)
    return render(request, "accounts/forgotten_password.html", {"done": True})


@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a new password by the emailed link, which also confirms the address. Every older sign-in ends."""
    form = NewPasswordForm(request.POST or None, initial=_values_of_link(request))
    if not form.is_valid():
        return form_page(request, "accounts/new_password.html", form)
    error = submit(form, lambda: _set_password(request, form))
    if error:
        return form_page(request, "accounts/new_password.html", form, error)
    return _sign_in_and_redirect(request, form.cleaned_data["email"], form.cleaned_data["password"])


def _set_password(request: HttpRequest, form: NewPasswordForm) -> None:
    rate_limits.count_emailed_link(request)
    signed_in = accounts.set_password(**form.cleaned_data, caller=_visitor(request))
    rate_limits.reset_all_sign_ins(request, email=form.cleaned_data["email"])
    customer = Credentials(token=signed_in.token, address=customer_session.client_ip(request))
    try:
        accounts.sign_out_everywhere(caller=customer)
    except errors.SaleorError:
        messages.warning(request, str(error_messages.OTHER_SIGN_INS_REMAIN))
    else:
        messages.success(request, _("Your password is new, and older sign-ins have ended."))


def _sign_in(request: HttpRequest, email: str, password: str, *, stay: bool = False) -> None:
    """Sign in and merge the account's cart with the session's. The session gets a new key."""
    rate_limits.count_sign_in(request, email=email)
    signed_in = accounts.sign_in(email=email, password=password, caller=_visitor(request))
    rate_limits.reset_sign_ins(request, email=email)
    sign_in_here(request, signed_in, stay=stay)
    merge.signed_in(request)


def _sign_in_and_redirect(request: HttpRequest, email: str, password: str) -> HttpResponse:
    """Sign in after another step succeeded; if that fails, show the sign-in page."""
    error = submit(SignInForm({}), lambda: _sign_in(request, email, password))
    return redirect("accounts:sign_in" if error else "accounts:overview")


def _visitor(request: HttpRequest) -> Credentials:
    """Return the visitor without a token: Saleor counts attempts by the network address."""
    return Credentials(address=customer_session.client_ip(request))


def _values_of_link(request: HttpRequest) -> dict[str, str]:
    return {"email": request.GET.get("email", ""), "token": request.GET.get("token", "")}


def _page_after_sign_in(request: HttpRequest, address: str) -> str:
    """Return `address` if it is on this site, else the account's first page."""
    is_own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    if is_own and address.startswith(("/", "http")):  # Django would take a word for the name of a route
        return address
    return reverse("accounts:overview")
