"""Step 1: where we write to."""

from django.http import HttpResponse

from storefront import visitor
from storefront.cart.failures import CHANGE_FAILED, told
from storefront.checkout import services
from storefront.checkout.forms import ContactForm
from storefront.checkout.sentences import put_beside
from storefront.checkout.visit import Visit
from storefront.saleor import errors


def contact(visit: Visit) -> HttpResponse:
    """Ask for the email address; a signed-in customer's is filled in, and the checkout becomes theirs."""
    request, checkout = visit.request, visit.checkout
    account = visitor.signed_in_as(request)
    email = (checkout.email if checkout else None) or account or ""
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"email": email})
    shown: dict[str, object] = {"form": form, "account_email": account}
    if checkout is None or not form.is_bound:
        return visit.page(shown)
    if not form.is_valid():
        return visit.page(shown, status=422)
    try:
        customer = visitor.caller(request) if account else None
        checkout = services.set_email(visit.cart, checkout, email=form.cleaned_data["email"], customer=customer)
    except errors.Refused as refused:
        put_beside(form, refused, names={"email": "email"})
        return visit.page(shown, status=422)
    except CHANGE_FAILED as error:
        return visit.page(shown, failure=told(error))
    return visit.onwards(checkout)
