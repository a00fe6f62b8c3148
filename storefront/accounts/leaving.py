"""What we keep of somebody, to take along; and the end of an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storefront import visitor
from storefront.accounts import limiting, links, own_data, sentences
from storefront.accounts.crumbs import crumbs
from storefront.accounts.forms import TokenForm
from storefront.accounts.guard import signed_in
from storefront.accounts.trying import page, tried
from storefront.cart import following
from storefront.limits import TooOften
from storefront.markets import active_market
from storefront.saleor import accounts, errors
from storefront.saleor.gateway import Caller


@signed_in
@require_POST
def download(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Everything that Saleor and we keep of this customer, as one JSON file."""
    try:
        limiting.download(request)
    except TooOften as often:
        messages.warning(request, sentences.too_often(often.wait))
        response = render(request, "accounts/your_data.html", _data_page(), status=429)
        response["Retry-After"] = str(often.wait)
        return response
    file = own_data.gathered(request.session, caller=caller)
    response = HttpResponse(file, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@signed_in
@require_safe
def your_data(request: HttpRequest, caller: Caller) -> HttpResponse:
    """What is kept, why and how long; with the ways to have it and to end it."""
    return render(request, "accounts/your_data.html", _data_page())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask for the account to be deleted: a link goes to its mailbox, and nothing is deleted yet."""
    context = {"crumbs": crumbs((_("Your data"), "accounts:your_data"), _("Delete"))}
    if request.method != "POST":
        return render(request, "accounts/delete.html", context)
    try:
        limiting.letter(request)
        accounts.request_deletion(
            redirect_url=links.public("accounts:confirm_deletion"), channel=active_market().channel, caller=caller
        )
    except TooOften as often:
        messages.warning(request, sentences.too_often(often.wait))
        response = render(request, "accounts/delete.html", context, status=429)
        response["Retry-After"] = str(often.wait)
        return response
    except errors.Refused:
        messages.error(request, str(sentences.AWAY))
        return render(request, "accounts/delete.html", context, status=503)
    return render(request, "accounts/delete.html", {"done": True, **context})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_deletion(request: HttpRequest, caller: Caller) -> HttpResponse:
    """The mailed link: one press, and the account is gone; what was in the cart stays in this browser."""
    form = TokenForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    context = {
        "crumbs": crumbs((_("Your data"), "accounts:your_data"), _("Delete")),
        "email": visitor.signed_in_as(request),
    }
    if not form.is_valid():
        return page(request, "accounts/confirm_deletion.html", form, context=context)

    def end() -> None:
        limiting.mailed_link(request)
        accounts.delete(token=form.cleaned_data["token"], caller=caller)

    failed = tried(form, end)
    if failed:
        return page(request, "accounts/confirm_deletion.html", form, failed, context=context)
    visitor.sign_out(request)
    following.signed_out(request.session)
    return redirect("accounts:deleted")


@cache_control(private=True, no_store=True)
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "accounts/deleted.html")


def _data_page() -> dict[str, object]:
    return {"crumbs": crumbs(_("Your data"))}
