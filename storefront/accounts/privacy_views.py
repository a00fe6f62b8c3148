"""What we keep of somebody, to take along; and the end of an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storefront.accounts import data_export, email_links, error_messages, rate_limits
from storefront.accounts.breadcrumbs import breadcrumbs
from storefront.accounts.customer_required import customer_required
from storefront.accounts.form_submit import page, submit
from storefront.accounts.forms import TokenForm
from storefront.cart import merge
from storefront.core.markets import active_market
from storefront.core.rate_limits import RateLimited
from storefront.saleor import accounts, customer_session, errors
from storefront.saleor.api import Credentials


@customer_required
@require_POST
def download(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Everything that Saleor and we keep of this customer, as one JSON file."""
    try:
        rate_limits.download(request)
    except RateLimited as often:
        messages.warning(request, error_messages.too_often(often.wait))
        response = render(request, "accounts/your_data.html", _data_page(), status=429)
        response["Retry-After"] = str(often.wait)
        return response
    file = data_export.data_of_customer(request, caller=caller)
    response = HttpResponse(file, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@customer_required
@require_safe
def your_data(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """What is kept, why and how long; with the ways to have it and to end it."""
    return render(request, "accounts/your_data.html", _data_page())


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """Ask for the account to be deleted: a link goes to its mailbox, and nothing is deleted yet."""
    context = {"crumbs": breadcrumbs((_("Your data"), "accounts:your_data"), _("Delete"))}
    if request.method != "POST":
        return render(request, "accounts/delete_account.html", context)
    try:
        rate_limits.letter(request)
        accounts.request_deletion(
            redirect_url=email_links.public("accounts:confirm_deletion"), channel=active_market().channel, caller=caller
        )
    except RateLimited as often:
        messages.warning(request, error_messages.too_often(often.wait))
        response = render(request, "accounts/delete_account.html", context, status=429)
        response["Retry-After"] = str(often.wait)
        return response
    except errors.MutationError:
        messages.error(request, str(error_messages.AWAY))
        return render(request, "accounts/delete_account.html", context, status=503)
    return render(request, "accounts/delete_account.html", {"done": True, **context})


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_deletion(request: HttpRequest, caller: Credentials) -> HttpResponse:
    """The mailed link: one press, and the account is gone; what was in the cart stays in this browser."""
    form = TokenForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    context = {
        "crumbs": breadcrumbs((_("Your data"), "accounts:your_data"), _("Delete")),
        "email": customer_session.customer_email(request),
    }
    if not form.is_valid():
        return page(request, "accounts/confirm_deletion.html", form, context=context)

    def end() -> None:
        rate_limits.mailed_link(request)
        accounts.delete(token=form.cleaned_data["token"], caller=caller)

    failed = submit(form, end)
    if failed:
        return page(request, "accounts/confirm_deletion.html", form, failed, context=context)
    customer_session.sign_out(request)
    merge.signed_out(request.session)
    return redirect("accounts:deleted")


@cache_control(private=True, no_store=True)
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "accounts/account_deleted.html")


def _data_page() -> dict[str, object]:
    return {"crumbs": breadcrumbs(_("Your data"))}
