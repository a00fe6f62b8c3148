"""What a shared page asks for about its visitor: the number on the cart button, and the messages that wait.

A message stays until the browser says that it was shown, so that none is lost with a page that is left early.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from storefront.cart.changes import mark_seen, peek, texts
from storefront.cart.services import Cart
from storefront.cart.state import first_session, other_state
from storefront.core.forms.same_origin import same_origin_form
from storefront.core.forms.targets import form_target
from storefront.core.web.private_pages import private


@require_safe
@private
def badge(request: HttpRequest) -> HttpResponse:
    """Show how many items are in the cart, as last answered, and the messages that wait.

    Saleor is not asked, and no cookie is set.
    """
    if not first_session.is_known(request):
        return HttpResponse()
    context = {"quantity": sum(Cart.for_request(request).held.values()), "notices": peek(request)}
    # The style sheet hides an empty badge, so it must not hold a blank.
    response = HttpResponse(render_to_string("cart/badge.html", context).strip())
    # A product's page then asks how it goes with what is in the cart; visitors without a cart ask nothing.
    response["HX-Trigger"] = "cart-read"
    return response


@require_safe
@private
def notices(request: HttpRequest) -> HttpResponse:
    """Show the messages that wait; after the first "Add to cart" also that the browser refused the cookie."""
    if not request.headers.get("HX-Request"):
        return redirect("cart:cart")
    refused = texts(other_state.cookies_refused(request))
    waiting = peek(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else ()
    response = HttpResponse(
        render_to_string("components/notices.html", {"notices": waiting, "refused": refused}).strip()
    )
    if "added" in request.GET and not refused:
        response["HX-Trigger"] = "cart-changed"
    return response


@form_target("cart:cart")
@same_origin_form
@private
def seen(request: HttpRequest) -> HttpResponse:
    """Drop the messages that the browser has shown."""
    mark_seen(request, frozenset(request.POST.get("keys", "").split()))
    return HttpResponse(status=204)
