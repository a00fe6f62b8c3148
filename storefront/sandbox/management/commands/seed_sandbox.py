"""`manage.py seed_sandbox [--reset]`: fill the sandbox with the demo shop."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from storefront.demo import data
from storefront.demo.merchant import seed_merchant
from storefront.sandbox.models import Product, Variant
from storefront.sandbox.seed import seed, wipe

STEPS = 4


class Command(BaseCommand):
    """Fill the sandbox with the demo shop; a second run restores prices and stock."""

    help = "Fill the sandbox with the demo shop. A second run restores prices and stock."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--reset`."""
        parser.add_argument("--reset", action="store_true", help="delete everything in the sandbox first")

    def handle(self, *_: Any, reset: bool, **__: Any) -> None:
        """Seed, with a progress bar on a terminal."""
        if reset:
            wipe()
        with tqdm(total=STEPS, desc="Seeding the sandbox", disable=not sys.stderr.isatty()) as bar:

            def step(done: str) -> None:
                bar.set_postfix_str(done)
                bar.update()

            seed(data.load(), data.load_translations(), step=step)
        seed_merchant()
        count = f"{Product.objects.count()} products, {Variant.objects.count()} variants"
        self.stdout.write(f"The sandbox holds {count}.")
