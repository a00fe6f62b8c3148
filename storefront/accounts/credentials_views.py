"""Changing the password and the email address: both ask for the present password, and end every older sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from storefront.accounts import email_links, error_messages, rate_limits
from storefront.accounts.breadcrumbs import breadcrumbs
from storefront.accounts.customer_required import customer_required
from storefront.accounts.form_submit import page, submit
from storefront.accounts.forms import ChangeEmailForm, ChangePasswordForm, TokenForm
from storefront.core.markets import active_market
from storefront.saleor import accounts, customer_session, errors
from storefront.saleor.api import Credentials


@customer_required
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Change the password; every older sign-in ends, and this browser is signed in anew."""
    form = ChangePasswordForm(request.POST or None)
    here = {"crumbs": breadcrumbs(_("Password"))}
    if not form.is_valid():
        return page(request, "accounts/change_password.html", form, context=here)

    def change() -> None:
        rate_limits.password(request)
        accounts.change_password(**form.cleaned_data, caller=caller)

    failed = submit(form, change)
    if failed:
        return page(request, "accounts/change_password.html", form, failed, context=here)
    return _signed_in_anew(request, caller, form.cleaned_data["new"])


@customer_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Ask for another email address; a link to confirm it goes there. Whether somebody has it is not told here."""
    form = ChangeEmailForm(request.POST or None)
    context = {"crumbs": breadcrumbs(_("Email address")), "email": customer_session.customer_email(request)}
    if not form.is_valid():
        return page(request, "accounts/change_email.html", form, context=context)

    def ask() -> None:
        rate_limits.password(request)
        rate_limits.letter(request)
        accounts.request_email_change(
            new_email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            redirect_url=email_links.public("accounts:confirm_email"),
            channel=active_market().channel,
            caller=caller,
        )

    failed = submit(form, ask)
    if failed:
        return page(request, "accounts/change_email.html", form, failed, context=context)
    return render(request, "accounts/change_email.html", {"done": True, **context})


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """The link that was mailed to the new address: one press takes it. Saleor ends every sign-in with the old one."""
    form = TokenForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    context = {"crumbs": breadcrumbs(_("Email address")), "email": customer_session.customer_email(request)}
    if not form.is_valid():
        return page(request, "accounts/confirm_email.html", form, context=context)

    def take() -> None:
        rate_limits.mailed_link(request)
        accounts.confirm_email_change(token=form.cleaned_data["token"], channel=active_market().channel, caller=caller)

    failed = submit(form, take)
    if failed:
        return page(request, "accounts/confirm_email.html", form, failed, context=context)
    customer_session.sign_out(request)
    messages.success(request, _("Your account has its new email address. Sign in with it."))
    return redirect("accounts:sign_in")


def _signed_in_anew(request: HttpRequest, caller: Credentials, password: str) -> HttpResponse:
    """The password is changed by now, whatever else works."""
    email = customer_session.customer_email(request) or ""
    try:
        accounts.sign_out_everywhere(caller=caller)
    except errors.SaleorError:
        messages.warning(request, str(error_messages.PASSWORD_BUT_NOT_EVERYWHERE))
        return redirect("accounts:overview")
    messages.success(request, _("Your password is changed. Other devices are signed out."))
    try:
        signed = accounts.sign_in(email=email, password=password, caller=Credentials(address=caller.address))
    except errors.SaleorError:
        customer_session.sign_out(request)
        return redirect("accounts:sign_in")
    customer_session.sign_in(request, signed)
    return redirect("accounts:overview")
