"""What is said after the order when something cannot be done just now."""

from math import ceil

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

AWAY = gettext_lazy("Orders cannot be read just now. They are safe. Try again in a minute.")
NO_LIST = gettext_lazy(
    "What you ordered cannot be listed just now. You can withdraw all the same: write what goes back, or leave it "
    "empty for the whole order."
)


def too_often(wait: int) -> str:
    """Somebody has tried too often, and is told in minutes how long to wait."""
    minutes = ceil(wait / 60)
    said = ngettext(
        "Too many tries in a short time. Wait %(n)s minute, then try again.",
        "Too many tries in a short time. Wait %(n)s minutes, then try again.",
        minutes,
    )
    return said % {"n": minutes}


def withdraw_by_mail(wait: int) -> str:
    """Nobody is ever kept from withdrawing: a mail is as good."""
    return _("%(too_often)s Or write to %(address)s: a mail is as good.") % {
        "too_often": too_often(wait),
        "address": settings.MERCHANT_EMAIL,
    }
