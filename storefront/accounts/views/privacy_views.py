"""Download a customer's data, and delete their account."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from storefront.accounts import data_export, error_messages, rate_limits
from storefront.accounts.customer_required import customer_required
from storefront.accounts.forms import TokenForm
from storefront.accounts.views.form_pages import breadcrumbs, form_page, submit
from storefront.cart import merge
from storefront.core.coordination.rate_limits import RateLimited
from storefront.core.forms.targets import form_target
from storefront.core.markets import active_market
from storefront.core.web.links import absolute_url
from storefront.core.web.private_pages import clear_browser, private
from storefront.saleor import accounts, customer_session
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials


@customer_required
@require_safe
def your_data(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Explain what is stored, why and for how long, with the download and the deletion."""
    return render(request, "accounts/your_data.html", _your_data_context())


@form_target("accounts:your_data")
@customer_required
def download(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Send everything that Saleor and the shop store about the customer, as a JSON file."""
    try:
        rate_limits.count_download(request)
    except RateLimited as limited:
        return _rate_limited(request, "accounts/your_data.html", _your_data_context(), limited)
    file = data_export.data_of_customer(request, caller=caller)
    response = HttpResponse(file, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Request the deletion: a link is emailed, and nothing is deleted yet."""
    context = {"crumbs": breadcrumbs((_("Your data"), "accounts:your_data"), _("Delete"))}
    if request.method != "POST":
        return render(request, "accounts/delete_account.html", context)
    try:
        rate_limits.count_email(request)
        accounts.request_deletion(
            redirect_url=absolute_url(reverse("accounts:confirm_deletion")),
            channel=active_market().channel,
            caller=caller,
        )
    except RateLimited as limited:
        return _rate_limited(request, "accounts/delete_account.html", context, limited)
    except errors.MutationError:
        messages.error(request, str(error_messages.UNAVAILABLE))
        return render(request, "accounts/delete_account.html", context, status=503)
    return render(request, "accounts/delete_account.html", {"done": True, **context})


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_deletion(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Delete the account when the button behind the emailed link is pressed; the cart stays in this browser."""
    form = TokenForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    context = {
        "crumbs": breadcrumbs((_("Your data"), "accounts:your_data"), _("Delete")),
        "email": customer_session.customer_email(request),
    }
    if not form.is_valid():
        return form_page(request, "accounts/confirm_deletion.html", form, context=context)

    def delete_account() -> None:
        rate_limits.count_emailed_link(request)
        stored = data_export.shop_data_of(request, caller=caller)
        accounts.delete(token=form.cleaned_data["token"], caller=caller)
        data_export.erase(stored)

    error = submit(form, delete_account)
    if error:
        return form_page(request, "accounts/confirm_deletion.html", form, error, context=context)
    merge.sign_out(request, has_account=False)
    return clear_browser(redirect("accounts:deleted"))


@private
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that the account is deleted."""
    return render(request, "accounts/account_deleted.html")


def _your_data_context() -> dict[str, object]:
    return {"crumbs": breadcrumbs(_("Your data"))}


def _rate_limited(
    request: HttpRequest, template: str, context: Mapping[str, object], limited: RateLimited
) -> HttpResponse:
    messages.warning(request, limited.message)
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(limited.wait)
    return response
