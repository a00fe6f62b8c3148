"""`manage.py check_merchant`: list what each market's law asks for and the merchant does not state."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storefront.catalog.duties.contradictions import contradictions
from storefront.catalog.duties.unmet_duties import MarketDuties, duties_of
from storefront.core.markets import all_markets
from storefront.merchant.models.confirmations import DutyConfirmation


class Command(BaseCommand):
    """List unmet duties and contradictions by market, then the confirmations. Exit with 1 if a duty is unmet."""

    help = (
        "List the legal duties that are not met, by market and product (docs/duties.md). Exits with 1 if any is left."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        """Print one line for each unmet duty, with what to do and where."""
        markets = [duties_of(market) for market in all_markets()]
        for found in markets:
            self._print(found)
        for row in DutyConfirmation.objects.in_force():
            of = row.product or "all products"
            when = f"{row.confirmed_at:%Y-%m-%d}"
            self.stdout.write(f"Confirmed: {row.duty}, {row.market}, {of}, by {row.person} on {when}: {row.text}")
        unmet = [found.market.language for found in markets if not found.is_met]
        if unmet:
            raise CommandError(f"Duties are unmet in {', '.join(unmet)}.")
        self.stdout.write("Every duty is met in every market.")

    def _print(self, found: MarketDuties) -> None:
        self.stdout.write(f"{found.market.language} ({found.market.label})")
        if found.is_met:
            self.stdout.write("  every duty is met")
        for duty in found.shop:
            self.stdout.write(f"  [{duty.duty.id}] {duty.sentence}")
        for text in contradictions(found.market):
            self.stdout.write(f"  Contradiction: {text}")
        for product in found.products:
            self.stdout.write(f"  {product.name} is not for sale:")
            for duty in product.unmet:
                self.stdout.write(f"    [{duty.duty.id}] {duty.sentence}")
