"""Request the follow-up email and cancel the request. The key in the address allows cancelling, and shows no order."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storefront.core.forms.targets import form_target
from storefront.core.markets import default_market
from storefront.emails.kinds import follow_up


@form_target("orders:look_up")
@never_cache
def request_follow_up(request: HttpRequest) -> HttpResponse:
    """Request the email from the page of an order, which is shown again."""
    key = follow_up.request(request.POST.get("order", ""), language=get_language() or default_market().language)
    if key is None:
        return HttpResponseBadRequest()
    return _redirect_back(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow_up_status(request: HttpRequest, key: str) -> HttpResponse:
    """Show whether the email is requested; a POST cancels the request."""
    if request.method == "POST":
        follow_up.cancel(key)
        return _redirect_back(request, key)
    context = {"key": key, "is_requested": follow_up.is_requested(key)}
    return render(request, "emails/follow_up_status.html", context)


def _redirect_back(request: HttpRequest, key: str) -> HttpResponse:
    """Redirect to the page with the form."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("emails:follow_up", key=key)
