"""The account's forms. Saleor validates passwords and addresses; the forms only find what is missing or malformed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from storefront.core.forms.fields import CodeField, EmailField, PasswordField


class SignInForm(forms.Form):
    """Email and password."""

    email = EmailField(label=_("Email"), autocomplete="username")
    password = PasswordField(label=_("Password"), autocomplete="current-password")
    stay = forms.BooleanField(
        label=_("Stay signed in on this device"),
        required=False,
        help_text=_("Without this, you are signed out when you close the browser."),
    )
    next = CodeField(required=False, widget=forms.HiddenInput)


class RegisterForm(forms.Form):
    """A new customer."""

    email = EmailField(label=_("Email"))
    password = PasswordField(label=_("Password"), help_text=_("At least 8 characters."), autocomplete="new-password")


class ForgottenForm(forms.Form):
    """The address of an account whose password is forgotten."""

    email = EmailField(label=_("Email"))


class EmailedLinkForm(forms.Form):
    """The values of an emailed link. They are posted, so that a mail scanner that opens links confirms nothing."""

    email = EmailField(widget=forms.HiddenInput)
    token = CodeField(widget=forms.HiddenInput)


class ConfirmForm(EmailedLinkForm):
    """The emailed token, and the password that was chosen with the account."""

    password = PasswordField(
        label=_("Your password"),
        help_text=_("The one that you chose when you made the account."),
        autocomplete="current-password",
    )


class NewPasswordForm(EmailedLinkForm):
    """A new password, with the emailed token."""

    password = PasswordField(
        label=_("New password"), help_text=_("At least 8 characters."), autocomplete="new-password"
    )


class ChangeEmailForm(forms.Form):
    """A new address for the account, and its present password."""

    email = EmailField(label=_("New email address"))
    password = PasswordField(label=_("Password"), autocomplete="current-password")


class TokenForm(forms.Form):
    """The token of an emailed link that only the signed-in owner can use."""

    token = CodeField(widget=forms.HiddenInput)


class UsesForm(forms.Form):
    """What a saved address is the default for."""

    for_parcels = forms.BooleanField(required=False, label=_("Use it for parcels first"))
    for_bills = forms.BooleanField(required=False, label=_("Use it for bills first"))


class ChangePasswordForm(forms.Form):
    """The present password and a new one."""

    old = PasswordField(label=_("Present password"), autocomplete="current-password")
    new = PasswordField(label=_("New password"), help_text=_("At least 8 characters."), autocomplete="new-password")
