"""`manage.py payment_attempts`: list payments that have not ended, why, and what may safely be done."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from storefront.payments import admin_actions
from storefront.payments.models import PaymentAttempt


class Command(BaseCommand):
    """Lists, shows and moves payment attempts. Nothing here can charge anybody, or give anything back twice."""

    help = (
        "Without an argument: every payment attempt that has not come to its end. With an attempt's id: its history. "
        "--look: take it on now. --release: give its money back. --settle REASON: it was seen to by hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("attempt", nargs="?", type=UUID, help="an attempt's id, as the log and this list name it")
        todo = parser.add_mutually_exclusive_group()
        todo.add_argument("--look", action="store_true", help="ask Saleor about it now, and go on from there")
        todo.add_argument("--release", action="store_true", help="no order shall come of it: give the money back")
        todo.add_argument("--settle", metavar="REASON", help="seen to by hand: leave it alone from now on")

    def handle(
        self, *args: object, attempt: UUID | None, look: bool, release: bool, settle: str | None, **options: object
    ) -> None:
        if attempt is None:
            self._list()
            return
        found = PaymentAttempt.objects.filter(uuid=attempt).first()
        if found is None:
            raise CommandError("There is no such attempt.")
        try:
            if look:
                admin_actions.look(found)
            elif release:
                admin_actions.release(found)
            elif settle is not None:
                admin_actions.settle(found, reason=settle)
        except admin_actions.NotNow as error:
            raise CommandError(str(error)) from error
        self._show(found)

    def _list(self) -> None:
        waiting = list(admin_actions.open_attempts())
        for attempt in waiting:
            minutes = (timezone.now() - (attempt.owing_since or attempt.created_at)).total_seconds() // 60
            sum_ = f"{attempt.amount:.2f} {attempt.currency}"
            reason = attempt.reason or "-"
            self.stdout.write(f"{attempt.uuid}  {attempt.state:<15} {minutes:>6.0f} min  {sum_:>12}  {reason}")
        self.stdout.write(f"{len(waiting)} open.")

    def _show(self, attempt: PaymentAttempt) -> None:
        self.stdout.write(f"{attempt.uuid}  {attempt.get_state_display()}")
        self.stdout.write(f"{attempt.amount:.2f} {attempt.currency} by {attempt.gateway or '-'} in {attempt.channel}")
        for move in attempt.moves.all():
            self.stdout.write(f"  {move.at:%Y-%m-%d %H:%M:%S}  {move}  by {move.by}  {move.reason}")
