"""Write a comment and withdraw it. The pages contain nothing about anyone except the typed words.

They use no session and no token (docs/decisions/0003-forms-on-cached-pages.md) and are never cached.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from education.comments import form_stamps, services
from education.comments.forms import CommentForm
from education.comments.selectors import comment_by_secret
from education.localization import page_url
from education.models import GuidePage
from storefront.catalog.pages.view_models import Crumb
from storefront.core.coordination import rate_limits
from storefront.core.coordination.rate_limits import Limit, RateLimited
from storefront.core.forms.same_origin import same_origin_form
from storefront.saleor import customer_session

_PER_NETWORK = Limit(name="comment-network", most=5, seconds=60 * 60)
_OVERALL = Limit(name="comment-overall", most=200, seconds=60 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@same_origin_form
def write(request: HttpRequest, guide: int) -> HttpResponse:
    """Show the form and store a comment for an editor, then redirect to the writer's link."""
    page = get_object_or_404(GuidePage.objects.live(), pk=guide)
    if request.method != "POST":
        return _form(request, page, CommentForm(initial={"stamp": form_stamps.new()}))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _form(request, page, form.for_resubmission(), status=422)
    secret = form.cleaned_data["secret"]
    if comment_by_secret(secret) is None:
        try:
            _count(request)
        except RateLimited as often:
            form.add_error(None, _rate_limit_message(often.wait))
            response = _form(request, page, form, status=429)
            response["Retry-After"] = str(often.wait)
            return response
        services.send(page, name=form.cleaned_data["name"], text=form.cleaned_data["text"], secret=secret)
    return redirect("comments:mine", secret=secret)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@same_origin_form
def mine(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a comment's state to the holder of its link; a post withdraws it."""
    comment = comment_by_secret(secret)
    if comment is None:
        raise Http404
    if request.method == "POST":
        services.withdraw(comment)
        return redirect("comments:mine", secret=secret)
    guide_url = page_url(comment.guide.url_path)
    context = {
        "comment": comment,
        "guide_url": guide_url,
        "address": request.build_absolute_uri(),
        "days": services.RETENTION.days,
        "crumbs": (Crumb(label=_("Guide"), url=guide_url), Crumb(label=_("Your reply"), url=None)),
    }
    return _noindex(render(request, "education/comments/own_comment.html", context))


def _form(request: HttpRequest, page: GuidePage, form: CommentForm, *, status: int = 200) -> HttpResponse:
    guide_url = page_url(page.url_path)
    crumbs = (Crumb(label=page.title, url=guide_url), Crumb(label=_("Ask or reply"), url=None))
    context = {"form": form, "guide": page, "guide_url": guide_url, "crumbs": crumbs, "days": services.RETENTION.days}
    return _noindex(render(request, "education/comments/write.html", context, status=status))


def _count(request: HttpRequest) -> None:
    """Count a comment by a keyed hash of the network address. Raises RateLimited."""
    rate_limits.hit(_PER_NETWORK, rate_limits.network(customer_session.client_ip(request)))
    rate_limits.hit(_OVERALL, "everybody")


def _rate_limit_message(wait: int) -> str:
    minutes = -(-wait // 60)
    return ngettext(
        "There were many replies just now. Your words are still here: please send them again in %(minutes)d minute.",
        "There were many replies just now. Your words are still here: please send them again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _noindex(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
