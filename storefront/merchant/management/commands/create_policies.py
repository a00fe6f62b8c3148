"""`manage.py create_policies [--publish]`: create the policies that the markets lack, as drafts to fill in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from storefront.merchant.policies.drafts import create_missing_policies


class Command(BaseCommand):
    """Create missing policies from the texts that come with the shop."""

    help = "Create the policies that the markets lack, as drafts. Fill them in, have them checked, and publish them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--publish`."""
        parser.add_argument("--publish", action="store_true", help="publish them at once, for a demo")

    def handle(self, *_: Any, publish: bool, **__: Any) -> None:
        """Create them and say which."""
        created = create_missing_policies(publish=publish)
        for policy in created:
            self.stdout.write(str(policy))
        state = "published" if publish else "drafts: fill them in, have them checked and publish them in the admin"
        self.stdout.write(f"{len(created)} policies created ({state}).")
