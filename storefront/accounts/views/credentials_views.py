"""Change the password or the email address. Both ask for the present password and end every older sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from storefront.accounts import error_messages, rate_limits
from storefront.accounts.customer_required import customer_required
from storefront.accounts.forms import ChangeEmailForm, ChangePasswordForm, TokenForm
from storefront.accounts.views.form_pages import breadcrumbs, form_page, submit
from storefront.cart import merge
from storefront.core.markets import active_market
from storefront.core.web.links import absolute_url
from storefront.core.web.private_pages import clear_browser
from storefront.saleor import accounts, customer_session
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials


@customer_required
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Change the password. Every older sign-in ends; this browser stays signed in."""
    form = ChangePasswordForm(request.POST or None)
    context = {"crumbs": breadcrumbs(_("Password"))}
    if not form.is_valid():
        return form_page(request, "accounts/change_password.html", form, context=context)

    def change_password() -> None:
        rate_limits.count_password(request)
        accounts.change_password(**form.cleaned_data, caller=caller)

    error = submit(form, change_password)
    if error:
        return form_page(request, "accounts/change_password.html", form, error, context=context)
    return _renew_sign_in(request, caller, form.cleaned_data["new"])


@customer_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Request another email address: a link to confirm it is sent there.

    The answer is the same whether or not the new address already has an account.
    """
    form = ChangeEmailForm(request.POST or None)
    context = {"crumbs": breadcrumbs(_("Email address")), "email": customer_session.customer_email(request)}
    if not form.is_valid():
        return form_page(request, "accounts/change_email.html", form, context=context)

    def request_change() -> None:
        rate_limits.count_password(request)
        rate_limits.count_email(request)
        accounts.request_email_change(
            new_email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            redirect_url=absolute_url(reverse("accounts:confirm_email")),
            channel=active_market().channel,
            caller=caller,
        )

    error = submit(form, request_change)
    if error:
        return form_page(request, "accounts/change_email.html", form, error, context=context)
    return render(request, "accounts/change_email.html", {"done": True, **context})


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Take the new address when the button behind the emailed link is pressed. Saleor ends every older sign-in."""
    form = TokenForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    context = {"crumbs": breadcrumbs(_("Email address")), "email": customer_session.customer_email(request)}
    if not form.is_valid():
        return form_page(request, "accounts/confirm_email.html", form, context=context)

    def change_email() -> None:
        rate_limits.count_emailed_link(request)
        accounts.confirm_email_change(token=form.cleaned_data["token"], channel=active_market().channel, caller=caller)

    error = submit(form, change_email)
    if error:
        return form_page(request, "accounts/confirm_email.html", form, error, context=context)
    merge.sign_out(request)
    messages.success(request, _("Your account has its new email address. Sign in with it."))
    return clear_browser(redirect("accounts:sign_in"))


def _renew_sign_in(request: HttpRequest, caller: Credentials, password: str) -> HttpResponse:
    """End every sign-in and sign in here again. The password is changed by now, whether or not this succeeds."""
    email = customer_session.customer_email(request) or ""
    try:
        accounts.sign_out_everywhere(caller=caller)
    except errors.SaleorError:
        messages.warning(request, str(error_messages.OTHER_SIGN_INS_REMAIN))
        return redirect("accounts:overview")
    messages.success(request, _("Your password is changed. Other devices are signed out."))
    try:
        sign_in = accounts.sign_in(email=email, password=password, caller=Credentials(address=caller.address))
    except errors.SaleorError:
        merge.sign_out(request)
        return redirect("accounts:sign_in")
    customer_session.sign_in(request, sign_in)
    return redirect("accounts:overview")
