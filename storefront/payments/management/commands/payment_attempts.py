"""`manage.py payment_attempts`: list payments that have not ended, show one's history, and act on it."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from storefront.core.text.typed_text import clean_line
from storefront.payments import admin_actions
from storefront.payments.attempts import open_attempts
from storefront.payments.models import PaymentAttempt


class Command(BaseCommand):
    """List, show and advance payment attempts. No option charges a shopper, or refunds a payment twice."""

    help = (
        "Without an argument: every payment attempt that has not ended. With an attempt's ID: its history. "
        "--check: ask Saleor and advance it now. --refund: refund its money. --close REASON: it was settled by hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("attempt", nargs="?", type=UUID, help="an attempt's ID, as in the log and in this list")
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--check", action="store_true", help="ask Saleor about it and advance it now")
        action.add_argument("--refund", action="store_true", help="make no order of it: refund the money")
        action.add_argument(
            "--close", metavar="REASON", type=clean_line, help="settled by hand: leave it as it is from now on"
        )

    def handle(
        self, *args: object, attempt: UUID | None, check: bool, refund: bool, close: str | None, **options: object
    ) -> None:
        if attempt is None:
            self._list()
            return
        found = PaymentAttempt.objects.filter(uuid=attempt).first()
        if found is None:
            raise CommandError("There is no such attempt.")
        try:
            if check:
                admin_actions.check_now(found)
            elif refund:
                admin_actions.refund_without_order(found)
            elif close is not None:
                admin_actions.close_manually(found, reason=close)
        except admin_actions.ActionNotPossible as error:
            raise CommandError(str(error)) from error
        self._show(found)

    def _list(self) -> None:
        attempts = list(open_attempts())
        for attempt in attempts:
            minutes = admin_actions.minutes_open(attempt)
            amount = f"{attempt.amount:.2f} {attempt.currency}"
            self.stdout.write(
                f"{attempt.uuid}  {attempt.state:<16} {minutes:>6.0f} min  {amount:>12}  {attempt.reason or '-'}"
            )
        self.stdout.write(f"{len(attempts)} open.")

    def _show(self, attempt: PaymentAttempt) -> None:
        self.stdout.write(f"{attempt.uuid}  {attempt.get_state_display()}")
        self.stdout.write(f"{attempt.amount:.2f} {attempt.currency} by {attempt.gateway or '-'} in {attempt.channel}")
        for change in attempt.transitions.all():
            self.stdout.write(
                f"  {change.created_at:%Y-%m-%d %H:%M:%S}  {change}  by {change.triggered_by}  {change.reason}"
            )
