"""What a shopper is told when Saleor refuses something of their account: one sentence for a field and code."""

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.saleor.errors import Problem, Refused

AWAY = _("Accounts cannot be reached just now. Nothing was changed. Try again in a minute.")
_GENERAL = _("That could not be done. Check what you typed and try again.")

_BY_CODE: dict[str, Promise] = {
    "INVALID_CREDENTIALS": _("That email and password do not go together."),
    "ACCOUNT_NOT_CONFIRMED": _("Confirm your address first: open the link in the mail that we sent you."),
    "LOGIN_ATTEMPT_DELAYED": _("Too many tries in a short time. Wait a minute, then try again."),
    "INACTIVE": _("This account is closed."),
    "PASSWORD_TOO_SHORT": _("Use at least 8 characters."),
    "PASSWORD_TOO_COMMON": _("That password is on lists of common ones. Choose another."),
    "PASSWORD_ENTIRELY_NUMERIC": _("Use letters too, not only numbers."),
    "PASSWORD_TOO_SIMILAR": _("Choose a password that is less like your email address."),
    "INVALID": _("That link is no longer good. Ask for a new one."),
    "NOT_FOUND": _("That link is no longer good. Ask for a new one."),
}
_FORM_FIELDS = {"email": "email", "password": "password", "oldPassword": "old", "newPassword": "new"}
_ABOUT_THE_WHOLE_FORM = {"INVALID_CREDENTIALS", "ACCOUNT_NOT_CONFIRMED", "LOGIN_ATTEMPT_DELAYED", "INACTIVE"}


def sentence(problem: Problem) -> Promise:
    """The sentence for one problem; Saleor's own English text is never shown."""
    if problem.code == "INVALID" and problem.field == "email":
        return _("Enter an email address in the right form, like name@example.com.")
    if problem.field == "oldPassword":
        return _("That is not your present password.")
    return _BY_CODE.get(problem.code, _GENERAL)


def show(refused: Refused, *, form: Form) -> None:
    """Put each problem beside the field it belongs to, or above the form."""
    for problem in refused.problems:
        field = _FORM_FIELDS.get(problem.field or "")
        whole = problem.code in _ABOUT_THE_WHOLE_FORM and problem.field != "oldPassword"
        beside = field if field in form.fields and not whole else None
        form.add_error(beside, str(sentence(problem)))
