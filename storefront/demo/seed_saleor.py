"""Fill a real Saleor with the demo shop: `python -m storefront.demo.seed_saleor --email staff@example.com`.

Creates what is missing and leaves the rest as it is, so a second run changes nothing. This is a module and not a
`manage.py` command because the demo is no installed app: a shop with its own products never sees it.
"""

import os
import sys
from argparse import ArgumentParser
from collections import Counter

import django
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from storefront.demo import data
from storefront.demo.seeding import shop, vocabulary, wares, words
from storefront.demo.seeding.desk import Desk, SeedingFailed
from storefront.saleor import errors
from storefront.saleor.app.staff import add_sign_in, staff_credentials


class Command(BaseCommand):
    """Creates channels, shipping, attributes, products, prices, stock, pictures, German, a voucher and a gift card."""

    help = "Fill the configured Saleor with the demo shop. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_sign_in(parser)
        parser.add_argument(
            "--move-aside",
            action="store_true",
            help="give attributes that are in the way (same slug, another kind) another slug",
        )

    def handle(
        self, *args: object, email: str, password: str | None, move_aside: bool, verbosity: int, **options: object
    ) -> None:
        demo = data.load()
        try:
            desk = Desk(lambda: staff_credentials(email, password))
            with tqdm(total=2 * len(demo.products), unit="step", disable=verbosity == 0) as bar:
                seed(desk, demo, move_aside=move_aside, bar=bar)
        except SeedingFailed as error:
            raise CommandError(str(error)) from error
        except errors.SaleorError as error:
            raise CommandError(f"Saleor did not take the demo shop: {type(error).__name__}: {error}") from error
        if verbosity:
            self.stdout.write(said(desk.made, products=len(demo.products)))


def seed(desk: Desk, demo: data.DemoCatalogue, *, move_aside: bool, bar: tqdm) -> None:
    """Everything in the order in which one thing needs another; the bar counts products, made and then pictured."""
    bar.set_description("Attributes")
    known = vocabulary.attributes(desk, demo, move_aside=move_aside)
    bar.set_description("Places")
    there = shop.places(desk, demo)
    shop.tax_rates(desk, demo)
    shop.shipping(desk, demo, there)
    bar.set_description("Product types")
    terms = wares.Vocabulary(
        attributes=known,
        product_types=vocabulary.product_types(desk, demo, known),
        categories=wares.categories(desk, demo),
    )
    bar.set_description("Products")
    made = wares.products(desk, demo, there, terms, advance=bar.update)
    wares.collections(desk, demo, there, made)
    bar.set_description("Pictures")
    for product in demo.products:
        wares.pictures(desk, product, made[product.slug])
        bar.update(1)
    bar.set_description("Translations")
    words.translate(desk, demo, data.german(), there)
    shop.voucher(desk, demo, there)
    shop.gift_card(desk, demo)


def said(made: Counter[str], *, products: int) -> str:
    """One line on what was done."""
    if not made:
        return f"The demo shop's {products} products and all they need are there already: nothing was changed."
    return "Made in Saleor: " + ", ".join(f"{kind} {count}" for kind, count in made.items()) + "."


def main() -> None:
    """Run the command with the arguments of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    django.setup()
    Command().run_from_argv(["python -m", "storefront.demo.seed_saleor", *sys.argv[1:]])


if __name__ == "__main__":
    main()
