"""The shop's pages in the Saleor Dashboard: a widget for a product, and a health page. Neither uses cookies."""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from storefront.dashboard.notes import Panel
from storefront.dashboard.panels.catalog_panels import health_panels, product_panels
from storefront.dashboard.panels.duty_panels import duty_panels, product_duty_panels
from storefront.dashboard.panels.email_panels import email_panels
from storefront.dashboard.panels.guide_panels import guide_panels
from storefront.dashboard.panels.pairing_panels import pairing_panels
from storefront.dashboard.panels.payment_panels import payment_panels
from storefront.dashboard.panels.saleor_panels import saleor_panels
from storefront.dashboard.staff_token import NotStaff, check_token, dashboard_view
from storefront.saleor.client import errors

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@dashboard_view
def product(request: HttpRequest) -> HttpResponse:
    """Show what the shop knows about the product that is open in the Dashboard."""
    product_id = request.POST.get("productId", "")
    return _for_staff(request, "dashboard/product.html", lambda: _product_panels(product_id))


@require_http_methods(["GET", "HEAD", "POST"])
@dashboard_view
def health(request: HttpRequest) -> HttpResponse:
    """Show the shop's health. The page is empty: its script posts the token and shows the response."""
    if request.method == "POST":
        return _for_staff(request, "dashboard/panels.html", _health_panels)
    theme = request.GET.get("theme", "")
    return _page("dashboard/health.html", theme=theme if theme in ("light", "dark") else "")


def _product_panels(product_id: str) -> Iterator[Panel]:
    yield from product_panels(product_id)
    yield from pairing_panels(product_id)
    yield from product_duty_panels(product_id)
    yield from guide_panels(product_id)


def _health_panels() -> Iterator[Panel]:
    yield from saleor_panels()
    yield from duty_panels()
    yield from health_panels()
    yield from email_panels()
    yield from payment_panels()


def _for_staff(request: HttpRequest, template: str, panels: Callable[[], Iterable[Panel]]) -> HttpResponse:
    """Return the panels for staff, else a page with the reason: 403, or 503 without Saleor's keys."""
    try:
        check_token(request.POST.get("accessToken", ""))
    except NotStaff as refusal:
        logger.warning("dashboard page refused: %s", refusal)
        return _page(template, status=403, refused=True)
    except errors.SaleorError:
        return _page(template, status=503, away=True)
    return _page(template, panels=tuple(panels()))


def _page(template: str, *, status: int = 200, **context: object) -> HttpResponse:
    """Render without the request, so without session, visitor and market."""
    origins = " ".join(settings.SALEOR_DASHBOARD_ORIGINS)
    return HttpResponse(render_to_string(template, {"origins": origins, **context}), status=status)
