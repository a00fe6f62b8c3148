"""The account's forms. Saleor validates passwords and addresses; the forms only find what is missing or malformed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Email and password."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    stay = forms.BooleanField(
        label=_("Stay signed in on this device"),
        required=False,
        help_text=_("Without this, you are signed out when you close the browser."),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class RegisterForm(forms.Form):
    """A new customer."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ForgottenForm(forms.Form):
    """The address of an account whose password is forgotten."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )


class EmailedLinkForm(forms.Form):
    """The values of an emailed link. They are posted, so that a mail scanner that opens links confirms nothing."""

    email = forms.EmailField(widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput)


class ConfirmForm(EmailedLinkForm):
    """The emailed token, and the password that was chosen with the account."""

    password = forms.CharField(
        label=_("Your password"),
        help_text=_("The one that you chose when you made the account."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(EmailedLinkForm):
    """A new password, with the emailed token."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ChangeEmailForm(forms.Form):
    """A new address for the account, and its present password."""

    email = forms.EmailField(
        label=_("New email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class TokenForm(forms.Form):
    """The token of an emailed link that only the signed-in owner can use."""

    token = forms.CharField(widget=forms.HiddenInput)


class UsesForm(forms.Form):
    """What a saved address is the default for."""

    for_parcels = forms.BooleanField(required=False, label=_("Use it for parcels first"))
    for_bills = forms.BooleanField(required=False, label=_("Use it for bills first"))


class ChangePasswordForm(forms.Form):
    """The present password and a new one."""

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 8 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
