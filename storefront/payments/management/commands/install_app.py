"""`manage.py install_app`: install the shop's app, or a payment provider's, in Saleor."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from storefront.core.markets import all_markets
from storefront.core.text.typed_text import clean_code
from storefront.payments.providers.base import PaymentProvider
from storefront.payments.providers.registry import enabled_providers, provider_by_slug
from storefront.saleor.app.account_settings import claim_guest_orders_on_confirmation
from storefront.saleor.app.install import InstallationFailed, install_shop
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.saleor_emails import disable_saleor_emails
from storefront.saleor.app.staff import add_sign_in, staff_credentials
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials


class Command(BaseCommand):
    """Install one of the shop's apps; one that is installed already is replaced."""

    help = "Install the shop's app (or a payment provider's) in the configured Saleor; the shop must be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_sign_in(parser)
        parser.add_argument(
            "--payments", type=clean_code, help="a payment provider's app, not the shop's: test-payments, stripe"
        )
        parser.add_argument(
            "--public-url", required=True, help="where Saleor reaches this shop, such as http://127.0.0.1:8080"
        )

    def handle(
        self,
        *args: object,
        email: str,
        password: str | None,
        payments: str | None,
        public_url: str,
        **options: object,
    ) -> None:
        provider = _provider(payments) if payments else None
        staff = staff_credentials(email, password)
        here = public_url.rstrip("/")
        try:
            if provider:
                provider.install(here, staff=staff)
            else:
                install_shop(here, staff=staff)
        except InstallationFailed as error:
            raise CommandError(f"Saleor could not install the app: {error}") from error
        except errors.SaleorError as error:
            raise CommandError(f"Saleor would not install the app: {error}") from error
        self.stdout.write(f"Installed {provider.identifier if provider else SHOP_ID} from {here}.")
        if not provider:
            self._disable_saleor_emails(staff)
            self._claim_guest_orders(staff)

    def _disable_saleor_emails(self, staff: Credentials) -> None:
        """Stop Saleor's own emails to shoppers. A failure is only reported: the app is installed already."""
        try:
            for slug in disable_saleor_emails({market.channel for market in all_markets()}, staff=staff):
                self.stdout.write(f"Saleor's own mails to shoppers of {slug} are off: the shop sends them now.")
        except errors.SaleorError as error:
            self.stderr.write(f"Saleor's own mails stay on beside the shop's ({error}): see disable_saleor_emails.")

    def _claim_guest_orders(self, staff: Credentials) -> None:
        """Let Saleor give guest orders to confirmed accounts. A failure is only reported."""
        try:
            if claim_guest_orders_on_confirmation(staff=staff):
                self.stdout.write("Who confirms an account by its password is given the orders made as a guest.")
        except errors.SaleorError as error:
            self.stderr.write(f"Guest orders are not claimed by registering ({error}).")


def _provider(slug: str) -> PaymentProvider:
    provider = provider_by_slug(slug)
    if provider is None:
        known = ", ".join(provider.slug for provider in enabled_providers()) or "none"
        raise CommandError(f"There is no payment provider {slug!r}; enabled are: {known} (see docs/settings.md).")
    return provider
