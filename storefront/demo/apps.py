"""The demo room's application."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo shop as project data, and its drawings."""

    name = "storefront.demo"
    label = "demo"
