"""Step 1: where we write to."""

from django.http import HttpResponse

from storefront.cart.errors import CHANGE_ERRORS, describe
from storefront.checkout import services
from storefront.checkout.error_messages import put_beside
from storefront.checkout.forms import ContactForm
from storefront.checkout.step_context import StepContext
from storefront.saleor import customer_session, errors


def contact(visit: StepContext) -> HttpResponse:
    """Ask for the email address; a signed-in customer's is filled in, and the checkout becomes theirs."""
    request, checkout = visit.request, visit.checkout
    account = customer_session.customer_email(request)
    email = (checkout.email if checkout else None) or account or ""
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"email": email})
    shown: dict[str, object] = {"form": form, "account_email": account}
    if checkout is None or not form.is_bound:
        return visit.page(shown)
    if not form.is_valid():
        return visit.page(shown, status=422)
    try:
        customer = customer_session.credentials(request) if account else None
        checkout = services.set_email(visit.cart, checkout, email=form.cleaned_data["email"], customer=customer)
    except errors.MutationError as refused:
        put_beside(form, refused, names={"email": "email"})
        return visit.page(shown, status=422)
    except CHANGE_ERRORS as error:
        return visit.page(shown, failure=describe(error))
    return visit.onwards(checkout)
