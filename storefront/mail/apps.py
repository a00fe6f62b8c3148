"""The mail room's application."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Discreet mails to shoppers."""

    name = "storefront.mail"
    label = "mail"
