"""`manage.py index_search`: build the search index again."""

from typing import Any

from django.core.management.base import BaseCommand

from education.search.index import index_everything


class Command(BaseCommand):
    """Build the search index again. Needed after a change of education/search/language_data or of the analysis."""

    help = "Builds the search index of products, guides and glossary terms again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it, and print the number of entries."""
        self.stdout.write(f"{index_everything()} entries")
