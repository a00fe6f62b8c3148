"""Let an editor who has lost their phone set up a second factor again."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_otp import devices_for_user


class Command(BaseCommand):
    """Remove an editor's authenticator apps; at the next sign-in they set one up."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the user name."""
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        """Delete all devices of the user."""
        users = get_user_model().objects
        user = users.filter(username=username).first()
        if user is None:
            raise CommandError("There is no user with this name. User names are listed in the admin under Settings.")
        devices = list(devices_for_user(user, confirmed=None))
        for device in devices:
            device.delete()
        self.stdout.write(f"{len(devices)} removed. The editor sets up an app at the next sign-in.")
