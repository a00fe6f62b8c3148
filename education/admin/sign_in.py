"""Sign in to the admin: limits against guessing passwords, and a second factor.

Attempts are counted by network, and by editor within a network, so that an editor can be locked out only from there.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user
from wagtail.admin.views.account import LoginView, PasswordResetView
from wagtail_2fa import views as wagtail_2fa_views
from wagtail_2fa.forms import TokenForm
from wagtail_2fa.middleware import VerifyUserMiddleware

from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.forms.fields import CodeField
from storefront.saleor.customer_session import client_network

ADMIN_PATH = "/desk/"
_SIGN_INS_FROM_NETWORK = Limit(name="admin-sign-in-network", most=40, seconds=15 * 60)
_SIGN_INS_HERE = Limit(name="admin-sign-in-here", most=8, seconds=15 * 60)
_RESETS_FROM_NETWORK = Limit(name="admin-reset-network", most=10, seconds=60 * 60)
_RESETS = Limit(name="admin-reset", most=5, seconds=60 * 60)


class SecondFactorMiddleware(VerifyUserMiddleware):
    """Ask for the second factor in the admin. Elsewhere reading the session would make every page personal."""

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:
        """Return a redirect to the second factor, or None."""
        if not request.path_info.startswith(ADMIN_PATH):
            return None
        response: HttpResponseBase | None = super().process_request(request)
        return response


class AdminLoginView(LoginView):
    """Wagtail's sign-in page, with rate limits."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count the attempt, then check name and password. 429 when there were too many."""
        try:
            rate_limits.hit(_SIGN_INS_FROM_NETWORK, client_network(request))
            rate_limits.hit(_SIGN_INS_HERE, self._editor_here())
        except RateLimited as limited:
            return _too_many(self, limited)
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: AuthenticationForm) -> HttpResponseBase:
        """Sign in. Earlier mistakes no longer count."""
        rate_limits.reset(_SIGN_INS_HERE, self._editor_here())
        response: HttpResponseBase = super().form_valid(form)
        return response

    def _editor_here(self) -> str:
        return f"{self.request.POST.get('username', '')[:150]} {client_network(self.request)}"


class AdminPasswordResetView(PasswordResetView):
    """Wagtail's password reset form, with rate limits."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count the email, then send it. 429 when there were too many."""
        try:
            rate_limits.hit(_RESETS_FROM_NETWORK, client_network(request))
            rate_limits.hit(_RESETS, request.POST.get("email", "")[:254])
        except RateLimited as limited:
            return _too_many(self, limited)
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response


class SecondFactorForm(TokenForm):
    """The code of one of the editor's authenticator apps. django-otp wants to know which app it is from."""

    otp_token = CodeField(widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    otp_device = forms.ChoiceField(label=_("App"))

    def __init__(self, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        devices = [(device.persistent_id, device.name) for device in devices_for_user(user)]
        self.fields["otp_device"].choices = devices
        if len(devices) == 1:
            self.fields["otp_device"].widget = forms.HiddenInput()
            self.fields["otp_device"].initial = devices[0][0]

    @property
    def extra_fields(self) -> list[tuple[str, forms.BoundField]]:
        """What wagtail-2fa's template shows below the code."""
        return [("otp_device", self["otp_device"])]


class SecondFactorView(wagtail_2fa_views.LoginView):
    """wagtail-2fa's page for the code."""

    form_class = SecondFactorForm


def _too_many(view: AdminLoginView | AdminPasswordResetView, limited: RateLimited) -> TemplateResponse:
    messages.error(view.request, limited.message)
    empty = view.get_form_class()()
    response: TemplateResponse = view.render_to_response(view.get_context_data(form=empty))
    response.status_code = 429
    response["Retry-After"] = str(limited.wait)
    return response
