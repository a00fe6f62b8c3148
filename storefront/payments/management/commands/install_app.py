"""`manage.py install_app`: set up the shop at a Saleor, from empty tables to a catalogue and checks."""

from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from storefront.core.management.database_state import is_migrated
from storefront.core.markets import all_markets
from storefront.core.text.typed_text import clean_code
from storefront.payments.providers.base import PaymentProvider
from storefront.payments.providers.registry import PROVIDERS, enabled_providers, provider_by_slug
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.setup.account_settings import claim_guest_orders_on_confirmation
from storefront.saleor.app.setup.install import InstallationFailed, install_shop
from storefront.saleor.app.setup.saleor_emails import disable_saleor_emails
from storefront.saleor.app.setup.staff import add_sign_in, staff_credentials, staff_password
from storefront.saleor.app.setup.temporary_server import served_at
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials


class Command(BaseCommand):
    """Create tables, install the apps, read the catalogue, check. Everything may be repeated; apps are replaced."""

    help = (
        "Set up the shop at the configured Saleor: create the tables, install the shop's app and the payment apps of "
        "PAYMENT_GATEWAYS, read the catalogue, and check. The web server may run, or not run yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_sign_in(parser)
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--payments",
            type=clean_code,
            help="install only this payment provider's app: test-payments, mollie, stripe",
        )
        only.add_argument("--shop-only", action="store_true", help="install only the shop's app")
        parser.add_argument(
            "--public-url", help="where Saleor reaches this shop, such as http://127.0.0.1:8080; default: PUBLIC_URL"
        )

    def handle(
        self,
        *args: object,
        email: str,
        password: str | None,
        payments: str | None,
        shop_only: bool,
        public_url: str | None,
        **options: object,
    ) -> None:
        chosen = _provider(payments) if payments else None
        password = staff_password(email, password)
        staff = staff_credentials(email, password)
        here = (public_url or settings.PUBLIC_URL).rstrip("/")
        if self._prepare():
            staff = staff_credentials(email, password)  # a token is valid for five minutes
        with served_at(here) as is_served:
            if is_served:
                self.stdout.write(f"No web server runs at {here}: this command serves the shop while it installs.")
            if not chosen:
                self._install(SHOP_ID, partial(install_shop, here, staff=staff), here)
                self._disable_saleor_emails(staff)
                self._claim_guest_orders(staff)
            for provider in self._providers(chosen, shop_only=shop_only):
                self._install(provider.identifier, partial(provider.install, here, staff=staff), here)
            if not chosen and not shop_only:
                self._read_and_check()

    def _prepare(self) -> bool:
        """Create what a web server needs: tables and static files. Return whether that took its time."""
        lacked_tables = not is_migrated()
        if lacked_tables:
            self.stdout.write("Creating the tables (on PostgreSQL this takes a minute) ...")
            call_command("prepare_database", verbosity=0)
        if not Path(settings.STATIC_ROOT).is_dir():
            self.stdout.write("Collecting static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)
        return lacked_tables

    def _install(self, identifier: str, install: Callable[[], str], here: str) -> None:
        try:
            install()
        except InstallationFailed as error:
            raise CommandError(
                f"Saleor could not install {identifier}: {error} Saleor has to reach this shop at {here}. Start the "
                "web server, or name another address with --public-url. A Saleor that filters private addresses needs "
                "HTTP_IP_FILTER_ENABLED=False for one."
            ) from error
        except errors.SaleorError as error:
            raise CommandError(f"Saleor would not install {identifier}: {error}") from error
        self.stdout.write(f"Installed {identifier} from {here}.")

    def _providers(self, chosen: PaymentProvider | None, *, shop_only: bool) -> tuple[PaymentProvider, ...]:
        """Return the providers to install; say which of PAYMENT_GATEWAYS are not enabled here."""
        if chosen or shop_only:
            return (chosen,) if chosen else ()
        named = [provider for provider in PROVIDERS if provider.identifier in settings.PAYMENT_GATEWAYS.all]
        for provider in named:
            if not provider.is_enabled:
                missing = ", ".join(name for name in provider.required_settings if not getattr(settings, name))
                self.stderr.write(f"{provider.identifier} is not installed: set {missing}, or change PAYMENT_GATEWAYS.")
        return tuple(provider for provider in named if provider.is_enabled)

    def _read_and_check(self) -> None:
        self.stdout.write("Reading the catalogue ...")
        call_command("sync_catalog", stdout=self.stdout, stderr=self.stderr)
        if not settings.SALEOR_DASHBOARD_ORIGINS:
            self.stderr.write("The Dashboard cannot show the shop's pages: set SALEOR_DASHBOARD_ORIGINS to its origin.")
        call_command("check_saleor", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("Start the web server, a worker and beat (docs/running.md), or `make run`.")

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
