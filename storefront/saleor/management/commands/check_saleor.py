"""`manage.py check_saleor`: say in words whether the configured Saleor can serve this shop."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from storefront.saleor.checks.results import Level
from storefront.saleor.checks.saleor_checks import run_checks

_MARKS = {Level.OK: "  ok  ", Level.INFO: "  --  ", Level.WARNING: " note ", Level.ERROR: "BROKEN"}


class Command(BaseCommand):
    """Check the configured Saleor against the contract and the markets; exit code 1 when something is broken."""

    help = "Check the configured Saleor: the contract, anonymous access, channels, payments, and the shop's app there."

    def handle(self, *args: object, **options: object) -> None:
        asked = settings.SALEOR_API_URL or "the sandbox, because SALEOR_API_URL is not set"
        self.stdout.write(f"Checking {asked}.")
        broken = 0
        for finding in run_checks():
            broken += finding.level is Level.ERROR
            self.stdout.write(f"[{_MARKS[finding.level]}] {finding.text}")
        if broken:
            raise CommandError(f"{broken} of these keep the shop from working.")
        self.stdout.write("This shop can work with it.")
