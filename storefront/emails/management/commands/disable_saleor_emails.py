"""`manage.py disable_saleor_emails`: stop Saleor's own emails to shoppers where the app came by the Dashboard."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from storefront.core.markets import all_markets
from storefront.saleor.app.setup.saleor_emails import disable_saleor_emails
from storefront.saleor.app.setup.staff import add_sign_in, staff_credentials
from storefront.saleor.client import errors


class Command(BaseCommand):
    """Switches Saleor's own mails off in the markets' channels; safe to run again."""

    help = "Switch Saleor's own mails to shoppers off in our channels; install_app has done it where it was used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_sign_in(parser)

    def handle(self, *args: object, email: str, password: str | None, **options: object) -> None:
        staff = staff_credentials(email, password)
        try:
            switched = disable_saleor_emails({market.channel for market in all_markets()}, staff=staff)
        except errors.SaleorError as error:
            raise CommandError(f"Saleor would not switch its own mails off: {error}") from error
        for slug in switched:
            self.stdout.write(f"Saleor's own mails to shoppers of {slug} are off.")
        if not switched:
            self.stdout.write("Saleor's own mails to shoppers were off already.")
