"""Asking for the care and use letter, and taking it back. Who has the key may take back, and sees nothing else."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from storefront.core.markets import default_market
from storefront.emails import follow_up


@require_POST
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Asked for on the page of an order, which is shown again."""
    key = follow_up.ask(request.POST.get("order", ""), language=get_language() or default_market().language)
    if key is None:
        return HttpResponseBadRequest()
    return _back(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Whether the letter is to go; a post takes it back."""
    if request.method == "POST":
        follow_up.take_back(key)
        return _back(request, key)
    return render(request, "emails/care.html", {"key": key, "is_asked": follow_up.is_asked(key)})


def _back(request: HttpRequest, key: str) -> HttpResponse:
    """To the page of ours that it was said on."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("emails:care", key=key)
