"""`manage.py sync_catalog`: read Saleor's catalogue into our rows."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from storefront.catalog.sync import full_sync
from storefront.core.text.typed_text import clean_code
from storefront.saleor.client.errors import SaleorError, Unavailable


class Command(BaseCommand):
    """Reads the channels of all markets, or those named. Safe to interrupt and to run again."""

    help = "Read Saleor's catalogue into the shop's own rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "channels", nargs="*", type=clean_code, help="channel slugs; those of all markets when left out"
        )

    def handle(self, *_: object, channels: list[str], verbosity: int, **__: object) -> None:
        with tqdm(unit=" products", disable=verbosity == 0 or not sys.stderr.isatty(), leave=False) as bar:

            def show(channel: str, done: int, total: int | None) -> None:
                bar.set_description(channel, refresh=False)
                bar.total, bar.n = total, done
                bar.refresh()

            try:
                report = full_sync.sync_catalog(channels or None, progress=show)
            except Unavailable as error:
                raise CommandError(
                    f"Saleor gave no answer, so the sync is not finished: {error}. What was read is kept; run it again."
                ) from error
            except full_sync.UnknownChannel as error:
                raise CommandError(f"{error} Set MARKETS to channels that it has.") from error
            except SaleorError as error:
                raise CommandError(f"Saleor refused to show its catalogue: {error}") from error
        if verbosity:
            parts = (
                f"{each.channel}: {each.read} products, {each.changed} changed, {each.withdrawn} withdrawn"
                for each in report.channels
            )
            self.stdout.write(f"{report.categories} categories; {'; '.join(parts)}.")
        if report.incomplete:
            self.stderr.write(
                f"Products whose description is not shown in full: {report.incomplete}. The shop's panels in Saleor's"
                " Dashboard say what is missing."
            )
