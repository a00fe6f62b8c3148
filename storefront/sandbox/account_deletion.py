"""Moving an account to another email address, and deleting it."""

from django.core import signing

from storefront.sandbox import events
from storefront.sandbox.accounts import WORTHLESS
from storefront.sandbox.answers.accounts import UserAnswer
from storefront.sandbox.caller import Caller
from storefront.sandbox.checkouts import Payload, channel_by
from storefront.sandbox.customers import claim_guest_orders
from storefront.sandbox.errors import refuse
from storefront.sandbox.models import Customer
from storefront.sandbox.passwords import deletes, deletion_token, is_password
from storefront.sandbox.redirects import check_redirect

_CHANGE, CHANGE_SECONDS = "sandbox.email-change", 60 * 60


def request_email_change(
    caller: Caller, *, new_email: str, password: str, redirect_url: str, channel: str | None = None
) -> Payload:
    """Have a token mailed to the new address, whoever has that already."""
    customer = caller.signed_in()
    if not is_password(customer, password):
        raise refuse("password", "INVALID_CREDENTIALS", "Password isn't valid.")
    check_redirect(redirect_url)
    channel_by(channel)
    new_email = new_email.lower()
    token = signing.dumps({"user": customer.pk, "old": customer.email, "new": new_email}, salt=_CHANGE)
    events.account(
        "AccountChangeEmailRequested",
        customer,
        channel=channel or "",
        token=token,
        redirect_url=redirect_url,
        new_email=new_email,
    )
    return {}


def confirm_email_change(caller: Caller, *, token: str, channel: str | None = None) -> Payload:
    """Take the new address; what it ordered as a guest becomes the customer's, and every token is worthless."""
    customer = caller.signed_in()
    try:
        change = signing.loads(token, salt=_CHANGE, max_age=CHANGE_SECONDS)
    except signing.BadSignature as error:
        raise refuse("token", "JWT_INVALID_TOKEN", WORTHLESS) from error
    if change["user"] != customer.pk or change["old"] != customer.email:
        raise refuse("token", "JWT_INVALID_TOKEN", "Invalid token.")
    if Customer.objects.filter(email=change["new"]).exists():
        raise refuse("newEmail", "UNIQUE", "Email is used by other user.")
    customer.email = change["new"]
    customer.save(update_fields=["email", "updated_at"])
    channel_by(channel)
    claim_guest_orders(customer)
    events.account("AccountEmailChanged", customer, channel=channel or "", new_email=change["new"])
    return {"user": UserAnswer(customer)}


def request_deletion(caller: Caller, *, redirect_url: str, channel: str | None = None) -> Payload:
    """Have a token mailed with which the account can be deleted."""
    customer = caller.signed_in()
    check_redirect(redirect_url)
    channel_by(channel)
    events.account(
        "AccountDeleteRequested",
        customer,
        channel=channel or "",
        token=deletion_token(customer),
        redirect_url=redirect_url,
    )
    return {}


def delete(caller: Caller, *, token: str) -> Payload:
    """Delete the account; orders stay, and are nobody's."""
    customer = caller.signed_in()
    if not deletes(customer, token):
        raise refuse("token", "INVALID", WORTHLESS)
    customer.delete()
    return {}
