"""The mail room's application."""

from django.apps import AppConfig


class EmailsConfig(AppConfig):
    """Discreet mails to shoppers."""

    name = "storefront.emails"
    label = "emails"
