"""`manage.py settle_dummy_payments yes|no`: end every pending test payment as its bank would."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from storefront.payments.models import DummyPayment
from storefront.payments.providers.dummy import decide, pending_payments
from storefront.saleor.client import errors


class Command(BaseCommand):
    """Approve or decline the test payments that are pending, and report that to Saleor."""

    help = "End every pending test payment: the bank says yes, or no."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("answer", choices=("yes", "no"))

    def handle(self, *args: object, answer: str, **options: object) -> None:
        if not settings.TEST_PAYMENTS:
            raise CommandError("There are no test payments here: TEST_PAYMENTS is off.")
        choice = DummyPayment.Choice.APPROVED if answer == "yes" else DummyPayment.Choice.DECLINED
        settled = 0
        for payment in pending_payments():
            try:
                decide(payment, choice)
            except errors.SaleorError as error:
                raise CommandError(
                    f"Saleor could not be told ({type(error).__name__}); ended so far: {settled}."
                ) from error
            settled += 1
        self.stdout.write(f"The bank says {answer}: {settled} test payments ended.")
