"""The application of the tools."""

from django.apps import AppConfig


class ToolsConfig(AppConfig):
    """Tools for readers, built on the catalogue and the safety rules."""

    name = "storefront.tools"
    label = "tools"
