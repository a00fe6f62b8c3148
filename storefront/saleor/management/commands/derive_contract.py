"""`manage.py derive_contract [SCHEMA.graphql]`: derive the contract from the operations and a whole schema."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from storefront.saleor.schema.contract import CONTRACT_PATH, derive
from storefront.saleor.schema.introspection import introspect


class Command(BaseCommand):
    """Write `schema.graphql`, from a schema file or from the configured Saleor by introspection."""

    help = "Derive the contract (storefront/saleor/schema/schema.graphql) from our operations and a Saleor's schema."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", nargs="?", type=Path, help="a whole schema as text; default: introspect Saleor")

    def handle(self, *args: object, schema: Path | None, **options: object) -> None:
        text = schema.read_text() if schema else introspect()
        CONTRACT_PATH.write_text(derive(text))
        self.stdout.write(f"Wrote {CONTRACT_PATH.name}: {len(CONTRACT_PATH.read_text().splitlines())} lines.")
