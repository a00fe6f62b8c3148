"""Who asks: an anonymous shopper, or a customer by their access token."""

from dataclasses import dataclass

from storefront.sandbox.models import Customer
from storefront.sandbox.refusals import TopLevelError, permission_denied


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The asker: `network_address` as forwarded; `token_error` fails nearly every root field, as in Saleor."""

    network_address: str
    customer: Customer | None = None
    token_error: TopLevelError | None = None

    def signed_in(self, *permissions: str) -> Customer:
        """The customer, or Saleor's refusal to anybody else."""
        if self.customer is None:
            raise permission_denied(*(permissions or ("AUTHENTICATED_USER",)))
        return self.customer
