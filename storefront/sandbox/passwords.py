"""Passwords, and the tokens that are mailed: each good for one purpose, for three days."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError

from storefront.sandbox.errors import refuse
from storefront.sandbox.models import Customer


class _Tokens(PasswordResetTokenGenerator):
    """Tokens of one purpose: worthless once the password has changed or the customer has signed in."""

    def __init__(self, purpose: str) -> None:
        self.key_salt = f"storefront.sandbox.{purpose}"
        super().__init__()

    def _make_hash_value(self, user: Customer, timestamp: int) -> str:  # type: ignore[override]
        return f"{user.pk}|{user.password}|{user.email}|{user.last_sign_in}|{timestamp}"


class _DeletionTokens(_Tokens):
    """Signing in again does not make these worthless."""

    def _make_hash_value(self, user: Customer, timestamp: int) -> str:  # type: ignore[override]
        return f"{user.pk}|{user.password}|{user.email}|{timestamp}"


_confirmation, _reset, _deletion = _Tokens("confirmation"), _Tokens("reset"), _DeletionTokens("deletion")


def check_password_rules(password: str, *, field: str) -> None:
    """Refuse a password that is too short; a stock Saleor asks nothing else of it."""
    try:
        MinimumLengthValidator(min_length=8).validate(password)
    except ValidationError as error:
        raise refuse(field, "PASSWORD_TOO_SHORT", error.messages[0]) from error


def is_password(customer: Customer, password: str) -> bool:
    """Whether it is this customer's."""
    return check_password(password, customer.password)


def confirmation_token(customer: Customer) -> str:
    """To confirm the email address."""
    return _confirmation.make_token(customer)  # type: ignore[arg-type]


def reset_token(customer: Customer) -> str:
    """To choose a new password."""
    return _reset.make_token(customer)  # type: ignore[arg-type]


def confirms(customer: Customer, token: str) -> bool:
    """Whether `token` is this customer's confirmation token."""
    return _confirmation.check_token(customer, token)  # type: ignore[arg-type]


def resets(customer: Customer, token: str) -> bool:
    """Whether `token` is this customer's reset token."""
    return _reset.check_token(customer, token)  # type: ignore[arg-type]


def deletion_token(customer: Customer) -> str:
    """To delete the account."""
    return _deletion.make_token(customer)  # type: ignore[arg-type]


def deletes(customer: Customer, token: str) -> bool:
    """Whether `token` is this customer's deletion token."""
    return _deletion.check_token(customer, token)  # type: ignore[arg-type]
