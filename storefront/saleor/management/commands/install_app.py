"""`manage.py install_app`: have Saleor install the shop's app, or a payment service's, from a shop that is running."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from storefront.core.markets import all_markets
from storefront.payments.providers import registry
from storefront.payments.providers.base import PaymentProvider
from storefront.saleor import errors
from storefront.saleor.api import Credentials
from storefront.saleor.app.account_settings import claim_guest_orders_on_confirmation
from storefront.saleor.app.install import InstallationFailed, install_payments, install_shop
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.saleor_emails import disable_saleor_emails
from storefront.saleor.app.staff import add_sign_in, staff_credentials


class Command(BaseCommand):
    """Installs one of our apps; one that is there already is replaced."""

    help = "Install the shop's app (or a payment service's) in the configured Saleor; the shop must be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_sign_in(parser)
        parser.add_argument("--payments", help="a payment service's app, not the shop's: test-payments, stripe")
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
        service = _service(payments) if payments else None
        staff = staff_credentials(email, password)
        here = public_url.rstrip("/")
        try:
            if service:
                install_payments(service, here, staff=staff)
            else:
                install_shop(here, staff=staff)
        except InstallationFailed as error:
            raise CommandError(f"Saleor could not install the app: {error}") from error
        except errors.SaleorError as error:
            raise CommandError(f"Saleor would not install the app: {error}") from error
        self.stdout.write(f"Installed {service.identifier if service else SHOP_ID} from {here}.")
        if not service:
            self._disable_saleor_emails(staff)
            self._have_guest_orders_claimed(staff)

    def _disable_saleor_emails(self, staff: Credentials) -> None:
        """The app is installed, whatever becomes of this: it asks for a permission of its own."""
        try:
            for slug in disable_saleor_emails({market.channel for market in all_markets()}, staff=staff):
                self.stdout.write(f"Saleor's own mails to shoppers of {slug} are off: the shop sends them now.")
        except errors.SaleorError as error:
            self.stderr.write(f"Saleor's own mails stay on beside the shop's ({error}): see disable_saleor_emails.")

    def _have_guest_orders_claimed(self, staff: Credentials) -> None:
        """The app is installed, whatever becomes of this."""
        try:
            if claim_guest_orders_on_confirmation(staff=staff):
                self.stdout.write("Who confirms an account by its password is given the orders made as a guest.")
        except errors.SaleorError as error:
            self.stderr.write(f"Guest orders are not claimed by registering ({error}).")


def _service(slug: str) -> PaymentProvider:
    service = registry.by_slug(slug)
    if service is None:
        known = ", ".join(service.slug for service in registry.providers()) or "none"
        raise CommandError(f"There is no payment service {slug!r}; switched on are: {known} (see docs/settings.md).")
    return service
