"""What a customer reads when Saleor refuses something of their account: one sentence for each field and code."""

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.addresses import forms as address_forms
from storefront.saleor.client.errors import MutationError, MutationProblem

UNAVAILABLE = _("Accounts cannot be reached just now. Nothing was changed. Try again in a minute.")
OUTCOME_UNKNOWN = _(
    "We had no answer, so we cannot say whether that worked. Wait a minute, then look before you try again."
)
SIGN_IN_ENDED = _("Your sign-in has ended. Sign in again to see your account and your cart.")
NOT_SAVED = _("Your sign-in has ended, so what you sent was not saved. Sign in again, then send it once more.")
NOT_SIGNED_OUT = _("We could not reach the accounts, so nothing was signed out. Try again in a minute.")
OTHER_SIGN_INS_REMAIN = _(
    "Your password is changed, but we could not end older sign-ins. Press “Sign out everywhere” in a minute."
)
_GENERAL = _("That could not be done. Check what you typed and try again.")

_BY_CODE: dict[str, Promise] = {
    "INVALID_CREDENTIALS": _("That email and password do not go together."),
    "ACCOUNT_NOT_CONFIRMED": _(
        "Confirm your address first: open the link in the mail that we sent you. If it is lost, ask for a new "
        "password: that confirms your address too."
    ),
    "LOGIN_ATTEMPT_DELAYED": _("Too many tries in a short time. Wait a minute, then try again."),
    "INACTIVE": _("This account is closed."),
    "PASSWORD_TOO_SHORT": _("Use at least 8 characters."),
    "PASSWORD_TOO_COMMON": _("That password is on lists of common ones. Choose another."),
    "PASSWORD_ENTIRELY_NUMERIC": _("Use letters too, not only numbers."),
    "PASSWORD_TOO_SIMILAR": _("Choose a password that is less like your email address."),
    "INVALID": _("That link is no longer good. Ask for a new one."),
    "JWT_INVALID_TOKEN": _("That link is no longer good. Ask for a new one."),
    "NOT_FOUND": _("That link is no longer good. Ask for a new one."),
    "UNIQUE": _("That address cannot be used. Choose another."),
}
_BY_FIELD: dict[tuple[str, str], Promise] = {
    ("email", "INVALID"): _("Enter an email address in the right form, like name@example.com."),
    ("oldPassword", "INVALID_CREDENTIALS"): _("That is not your present password."),
    ("password", "INVALID_CREDENTIALS"): _("That is not your password."),
    ("password", "INVALID"): _("That is not the password that you chose for this account."),
}
# Saleor's names of fields, and those of our forms.
_FORM_FIELDS = {
    "email": "email",
    "password": "password",
    "oldPassword": "old",
    "newPassword": "new",
    "newEmail": "email",
}


def add_errors(form: Form, refused: MutationError) -> None:
    """Add a sentence for each problem to its field, or to the whole form."""
    for problem in refused.problems:
        name = address_forms.FORM_FIELDS.get(problem.field or "") or _FORM_FIELDS.get(problem.field or "")
        # At the sign-in, an error at the email field would reveal which addresses have an account.
        is_general = problem.field == "email" and problem.code != "INVALID"
        field = name if name in form.fields and not is_general else None
        text = str(address_forms.error_message(problem) or message(problem))
        if text not in form.errors.get(field or "__all__", ()):
            form.add_error(field, text)


def message(problem: MutationProblem) -> Promise:
    """Return the sentence for one problem. Saleor's own English text is never shown."""
    found = _BY_FIELD.get((problem.field or "", problem.code))
    return found or _BY_CODE.get(problem.code, _GENERAL)
