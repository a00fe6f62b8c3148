"""The sandbox's application."""

from django.apps import AppConfig

from storefront.core import registry


class SandboxConfig(AppConfig):
    """An embedded Saleor. Installed only when SALEOR_API_URL is not set."""

    name = "storefront.sandbox"
    label = "sandbox"

    def ready(self) -> None:
        """Take the place of Saleor for the client and for the tokens of the shop's apps."""
        # These import models, which need loaded apps.
        from storefront.sandbox.resolvers.authentication import app_token
        from storefront.sandbox.transport import SandboxTransport

        registry.embedded_transport.register(SandboxTransport)
        registry.app_token_issuer.register(app_token)
