"""Submit a form to Saleor and show it again if that fails, with an error at each field; and the account's breadcrumbs.

Everything the customer typed is kept, except passwords.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from storefront.accounts import error_messages
from storefront.catalog.pages.view_models import Crumb
from storefront.core.coordination.rate_limits import RateLimited
from storefront.saleor.client import errors


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitError:
    """A form that was not carried out, or whose outcome is unknown: its HTTP status, and seconds until the next try."""

    status: int
    wait: int | None = None


def submit(form: Form, action: Callable[[], object]) -> SubmitError | None:
    """Run `action`; if it fails, add the reason to the form and return the error.

    Raises errors.TokenExpired and errors.NotAllowed, which are about the customer's sign-in and not about the form.
    """
    try:
        action()
    except RateLimited as limited:
        form.add_error(None, limited.message)
        return SubmitError(status=429, wait=limited.wait)
    except errors.MutationError as refused:
        error_messages.add_errors(form, refused)
        return SubmitError(status=422)
    except errors.ResponseLost:
        form.add_error(None, str(error_messages.OUTCOME_UNKNOWN))
        return SubmitError(status=503)
    except errors.Unavailable:
        form.add_error(None, str(error_messages.UNAVAILABLE))
        return SubmitError(status=503)
    return None


def form_page(
    request: HttpRequest,
    template: str,
    form: Form,
    error: SubmitError | None = None,
    *,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Render a page with its form, with the status of `error`, or 422 if the form is invalid."""
    status = error.status if error else 422 if form.errors else 200
    response = render(request, template, {"form": form, **(context or {})}, status=status)
    if error and error.wait is not None:
        response["Retry-After"] = str(error.wait)
    return response


def breadcrumbs(*steps: str | tuple[str, str]) -> tuple[Crumb, ...]:
    """Return the crumbs from the account's first page; a step is a label, or a label and the name of its route."""
    account = Crumb(label=_("Your account"), url=reverse("accounts:overview"))
    return (account, *(_crumb(step) for step in steps))


def _crumb(step: str | tuple[str, str]) -> Crumb:
    if isinstance(step, str):
        return Crumb(label=step)
    label, route = step
    return Crumb(label=label, url=reverse(route))
