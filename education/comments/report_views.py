"""Report a comment, and read what was decided. As with comments: no session, no token, never cached."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from education.comments import form_stamps, reports
from education.comments.forms import ReportForm
from education.comments.models import Comment
from education.comments.selectors import report_by_secret
from education.localization import page_url
from storefront.catalog.pages.view_models import Crumb
from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.forms.same_origin import same_origin_form
from storefront.saleor import customer_session

_PER_NETWORK = Limit(name="report-network", most=10, seconds=60 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@same_origin_form
def report(request: HttpRequest, comment: int) -> HttpResponse:
    """Show the form and store a report, then redirect to the reporter's link."""
    shown = Comment.objects.filter(state=Comment.State.SHOWN).select_related("guide")
    found = get_object_or_404(shown, pk=comment)
    if request.method != "POST":
        return _form(request, found, ReportForm(initial={"stamp": form_stamps.new()}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _form(request, found, form.for_resubmission(), status=422)
    secret = form.cleaned_data["secret"]
    if report_by_secret(secret) is None:
        try:
            rate_limits.hit(_PER_NETWORK, rate_limits.network(customer_session.client_ip(request)))
        except RateLimited as often:
            form.add_error(None, _("Many reports came from your network within an hour. Please send it later."))
            response = _form(request, found, form, status=429)
            response["Retry-After"] = str(often.wait)
            return response
        data = form.cleaned_data
        reports.send(found, ground=data["ground"], explanation=data["explanation"], secret=secret)
    return redirect("comments:reported", secret=secret)


@require_safe
@never_cache
def reported(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a report and its decision to the holder of its link."""
    found = report_by_secret(secret)
    if found is None:
        raise Http404
    guide_url = page_url(found.comment.guide.url_path)
    context = {
        "report": found,
        "guide_url": guide_url,
        "address": request.build_absolute_uri(),
        "days": reports.RETENTION.days,
        "crumbs": (Crumb(label=_("Guide"), url=guide_url), Crumb(label=_("Your report"), url=None)),
    }
    return _noindex(render(request, "education/comments/own_report.html", context))


def _form(request: HttpRequest, comment: Comment, form: ReportForm, *, status: int = 200) -> HttpResponse:
    guide_url = page_url(comment.guide.url_path)
    crumbs = (Crumb(label=comment.guide.title, url=guide_url), Crumb(label=_("Report a reply"), url=None))
    context = {"form": form, "comment": comment, "guide_url": guide_url, "crumbs": crumbs}
    return _noindex(render(request, "education/comments/report.html", context, status=status))


def _noindex(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
