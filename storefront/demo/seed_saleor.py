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
from storefront.demo.seeding import attributes, channels, products, translations
from storefront.demo.seeding.staff import SeedingFailed, StaffSession
from storefront.saleor.app.setup.staff import add_sign_in, staff_credentials, staff_password
from storefront.saleor.client import errors


class Command(BaseCommand):
    """Creates channels, tax rates, shipping, attributes, products, pictures, translations and codes."""

    help = "Fill the configured Saleor with the demo shop. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_sign_in(parser)
        parser.add_argument(
            "--move-aside",
            action="store_true",
            help="give conflicting attributes (same slug, another kind) another slug",
        )

    def handle(
        self, *args: object, email: str, password: str | None, move_aside: bool, verbosity: int, **options: object
    ) -> None:
        demo = data.load()
        password = staff_password(email, password)
        try:
            staff = StaffSession(lambda: staff_credentials(email, password))
            with tqdm(
                total=2 * len(demo.products), unit="step", disable=verbosity == 0 or not sys.stderr.isatty()
            ) as bar:
                seed(staff, demo, move_aside=move_aside, bar=bar)
        except SeedingFailed as error:
            raise CommandError(str(error)) from error
        except errors.SaleorError as error:
            raise CommandError(f"Saleor did not take the demo shop: {type(error).__name__}: {error}") from error
        if verbosity:
            self.stdout.write(summary(staff.created, products=len(demo.products)))


def seed(staff: StaffSession, demo: data.DemoCatalogue, *, move_aside: bool, bar: tqdm) -> None:
    """Create everything in order of dependency; the bar counts products twice, when created and when pictured."""
    bar.set_description("Attributes")
    known = attributes.create_attributes(staff, demo, move_aside=move_aside)
    bar.set_description("Channels")
    created_channels = channels.create_channels(staff, demo)
    channels.set_tax_rates(staff, demo)
    channels.create_shipping(staff, demo, created_channels)
    bar.set_description("Product types")
    terms = products.ProductTerms(
        attributes=known,
        product_types=attributes.create_product_types(staff, demo, known),
        categories=products.create_categories(staff, demo),
    )
    bar.set_description("Products")
    created = products.create_products(staff, demo, created_channels, terms, advance=bar.update)
    products.create_collections(staff, demo, created_channels, created)
    bar.set_description("Pictures")
    for product in demo.products:
        products.upload_pictures(staff, product, created[product.slug])
        bar.update(1)
    bar.set_description("Translations")
    for texts in data.load_translations():
        translations.translate(staff, demo, texts, created_channels)
    channels.create_voucher(staff, demo, created_channels)
    channels.create_gift_card(staff, demo)


def summary(created: Counter[str], *, products: int) -> str:
    """Return one line on what was created."""
    if not created:
        return f"The demo shop's {products} products and all they need are there already: nothing was changed."
    return "Created in Saleor: " + ", ".join(f"{kind} {count}" for kind, count in created.items()) + "."


def main() -> None:
    """Run the command with the arguments of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    django.setup()
    Command().run_from_argv(["python -m", "storefront.demo.seed_saleor", *sys.argv[1:]])


if __name__ == "__main__":
    main()
