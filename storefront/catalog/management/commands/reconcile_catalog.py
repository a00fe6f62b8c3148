"""`manage.py reconcile_catalog`: compare our rows with Saleor's catalogue and repair what differs."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from storefront.catalog.sync import full_sync, reconcile
from storefront.saleor.client.errors import SaleorError, Unavailable


class Command(BaseCommand):
    """Compares a summary of every product. With --full it reads everything, whether it seems changed or not."""

    help = "Find and repair changes that no webhook reported. Safe to run at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="read everything, as sync_catalog does")

    def handle(self, *_: object, full: bool, verbosity: int, **__: object) -> None:
        if full:
            call_command("sync_catalog", verbosity=verbosity, stdout=self.stdout)
            return
        try:
            report = reconcile.reconcile()
        except Unavailable as error:
            raise CommandError(f"Saleor gave no answer: {error}. What was repaired is kept; run it again.") from error
        except full_sync.UnknownChannel as error:
            raise CommandError(f"{error} Set MARKETS to channels that it has.") from error
        except SaleorError as error:
            raise CommandError(f"Saleor refused to show its catalogue: {error}") from error
        if verbosity:
            parts = (
                f"{each.channel}: {each.seen} products seen; repaired {each.different} different, "
                f"{each.missing} missing, {each.gone} gone, {each.collections} collections"
                for each in report.channels
            )
            self.stdout.write(f"{report.categories} categories repaired; {'; '.join(parts)}.")
