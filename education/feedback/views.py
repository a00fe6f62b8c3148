"""Views of feedback. They use no session and no token, and store no address (docs/decisions/0003 and 0020)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from education.feedback.models import HelpfulCount
from education.feedback.services import count_answer
from education.localization import page_url
from education.models import GuidePage
from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.forms.same_origin import same_origin_form
from storefront.saleor import customer_session

_PER_NETWORK = Limit(name="helpful-network", most=20, seconds=60 * 60)


class AnswerForm(forms.Form):
    """One of three answers."""

    answer = forms.ChoiceField(choices=HelpfulCount.Answer.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@same_origin_form
def answer(request: HttpRequest, guide: int) -> HttpResponse:
    """Count an answer for a guide and redirect to the thank-you page. A GET leads to the guide, where the form is."""
    page = get_object_or_404(GuidePage.objects.live(), pk=guide)
    if request.method != "POST":
        return redirect(page_url(page.url_path))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _answer_page(request, page, status=422)
    try:
        rate_limits.hit(_PER_NETWORK, rate_limits.network(customer_session.client_ip(request)))
    except RateLimited as often:
        response = _answer_page(request, page, status=429)
        response["Retry-After"] = str(often.wait)
        return response
    count_answer(page, form.cleaned_data["answer"])
    return redirect("feedback:thanks", guide=page.pk)


@require_safe
@never_cache
def thanks(request: HttpRequest, guide: int) -> HttpResponse:
    """Show a thank-you page with a link to the guide."""
    return _answer_page(request, get_object_or_404(GuidePage.objects.live(), pk=guide), status=200)


def _answer_page(request: HttpRequest, page: GuidePage, *, status: int) -> HttpResponse:
    context = {
        "guide": page,
        "back": page_url(page.url_path),
        "status": status,
        "choices": HelpfulCount.Answer.choices,
    }
    return render(request, "education/feedback/result.html", context, status=status)
