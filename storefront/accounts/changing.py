"""Changing the password and the email address: both ask for the present password, and end every older sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from storefront import visitor
from storefront.accounts import limiting, links, sentences
from storefront.accounts.crumbs import crumbs
from storefront.accounts.forms import ChangeEmailForm, ChangePasswordForm, TokenForm
from storefront.accounts.guard import signed_in
from storefront.accounts.trying import page, tried
from storefront.markets import active_market
from storefront.saleor import accounts, errors
from storefront.saleor.gateway import Caller


@signed_in
@sensitive_post_parameters("old", "new")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Change the password; every older sign-in ends, and this browser is signed in anew."""
    form = ChangePasswordForm(request.POST or None)
    here = {"crumbs": crumbs(_("Password"))}
    if not form.is_valid():
        return page(request, "accounts/change_password.html", form, context=here)

    def change() -> None:
        limiting.password(request)
        accounts.change_password(**form.cleaned_data, caller=caller)

    failed = tried(form, change)
    if failed:
        return page(request, "accounts/change_password.html", form, failed, context=here)
    return _signed_in_anew(request, caller, form.cleaned_data["new"])


@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask for another email address; a link to confirm it goes there. Whether somebody has it is not told here."""
    form = ChangeEmailForm(request.POST or None)
    context = {"crumbs": crumbs(_("Email address")), "email": visitor.signed_in_as(request)}
    if not form.is_valid():
        return page(request, "accounts/change_email.html", form, context=context)

    def ask() -> None:
        limiting.password(request)
        limiting.letter(request)
        accounts.request_email_change(
            new_email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            redirect_url=links.public("accounts:confirm_email"),
            channel=active_market().channel,
            caller=caller,
        )

    failed = tried(form, ask)
    if failed:
        return page(request, "accounts/change_email.html", form, failed, context=context)
    return render(request, "accounts/change_email.html", {"done": True, **context})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The link that was mailed to the new address: one press takes it. Saleor ends every sign-in with the old one."""
    form = TokenForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    context = {"crumbs": crumbs(_("Email address")), "email": visitor.signed_in_as(request)}
    if not form.is_valid():
        return page(request, "accounts/confirm_email.html", form, context=context)

    def take() -> None:
        limiting.mailed_link(request)
        accounts.confirm_email_change(token=form.cleaned_data["token"], channel=active_market().channel, caller=caller)

    failed = tried(form, take)
    if failed:
        return page(request, "accounts/confirm_email.html", form, failed, context=context)
    visitor.sign_out(request)
    messages.success(request, _("Your account has its new email address. Sign in with it."))
    return redirect("accounts:sign_in")


def _signed_in_anew(request: HttpRequest, caller: Caller, password: str) -> HttpResponse:
    """The password is changed by now, whatever else works."""
    email = visitor.signed_in_as(request) or ""
    try:
        accounts.sign_out_everywhere(caller=caller)
    except errors.SaleorError:
        messages.warning(request, str(sentences.PASSWORD_BUT_NOT_EVERYWHERE))
        return redirect("accounts:overview")
    messages.success(request, _("Your password is changed. Other devices are signed out."))
    try:
        signed = accounts.sign_in(email=email, password=password, caller=Caller(address=caller.address))
    except errors.SaleorError:
        visitor.sign_out(request)
        return redirect("accounts:sign_in")
    visitor.sign_in(request, signed)
    return redirect("accounts:overview")
