"""Our pages inside Saleor's Dashboard: a product's widget, and how the shop is. Neither sets a cookie or reads one."""

import logging
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from storefront.dashboard import notes
from storefront.dashboard.notes import Panel
from storefront.dashboard.staff_token import NotStaff, check_token, dashboard_view
from storefront.saleor import errors

logger = logging.getLogger(__name__)


@require_POST
@dashboard_view
def product(request: HttpRequest) -> HttpResponse:
    """What the shop knows of the product whose page is open in the Dashboard, as a page of its own."""
    product_id = request.POST.get("productId", "")
    return _for_staff(request, "dashboard/product.html", lambda: notes.product_panels(product_id))


@require_http_methods(["GET", "HEAD", "POST"])
@dashboard_view
def health(request: HttpRequest) -> HttpResponse:
    """How the shop is. The page says nothing; its script hands on the token that the Dashboard gives it, and shows what
    the same address answers to that.
    """
    if request.method == "POST":
        return _for_staff(request, "dashboard/panels.html", notes.health_panels)
    theme = request.GET.get("theme", "")
    return _page("dashboard/health.html", theme=theme if theme in ("light", "dark") else "")


def _for_staff(request: HttpRequest, template: str, panels: Callable[[], Iterable[Panel]]) -> HttpResponse:
    """The panels, for staff; else a page that says what is in the way: 403, or 503 when Saleor's keys cannot be had."""
    try:
        check_token(request.POST.get("accessToken", ""))
    except NotStaff as refusal:
        logger.warning("dashboard page refused: %s", refusal)
        return _page(template, status=403, refused=True)
    except errors.SaleorError:
        return _page(template, status=503, away=True)
    return _page(template, panels=tuple(panels()))


def _page(template: str, *, status: int = 200, **context: object) -> HttpResponse:
    """Rendered without the request: no session, no visitor, no market."""
    origins = " ".join(settings.SALEOR_DASHBOARD_ORIGINS)
    return HttpResponse(render_to_string(template, {"origins": origins, **context}), status=status)
