"""Who asks: an anonymous shopper, a customer by their access token, or an app by its token."""

from dataclasses import dataclass

from storefront.sandbox.errors import TopLevelError, permission_denied
from storefront.sandbox.models import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The asker: `network_address` as forwarded; `token_error` fails nearly every root field, as in Saleor.

    `app` is the identifier of an app.
    """

    network_address: str
    customer: Customer | None = None
    app: str | None = None
    token_error: TopLevelError | None = None

    def signed_in(self, *permissions: str) -> Customer:
        """The customer, or Saleor's refusal to anybody else."""
        if self.customer is None:
            raise permission_denied(*(permissions or ("AUTHENTICATED_USER",)))
        return self.customer

    def app_with(self, permission: str) -> str:
        """The identifier of the app that asks, or Saleor's refusal to everybody else.

        An app holds every permission that its manifest asks for.
        """
        if self.app is None:
            raise permission_denied(permission)
        return self.app
