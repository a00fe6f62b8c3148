"""The way from the account's first page to one of its others."""

from django.urls import reverse
from django.utils.translation import gettext as _

from storefront.catalog.view_models import Crumb


def breadcrumbs(*steps: str | tuple[str, str]) -> tuple[Crumb, ...]:
    """The account, then each step: a label, or a label with the name of its route."""
    account = Crumb(label=_("Your account"), url=reverse("accounts:overview"))
    return (account, *(_crumb(step) for step in steps))


def _crumb(step: str | tuple[str, str]) -> Crumb:
    if isinstance(step, str):
        return Crumb(label=step)
    label, route = step
    return Crumb(label=label, url=reverse(route))
