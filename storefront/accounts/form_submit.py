"""Doing what a form asks for, and answering with the same form when it could not be done: nothing typed is lost but
passwords, what is wrong stands beside its field, and the status says of which kind it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from storefront.accounts import error_messages
from storefront.core.rate_limits import RateLimited
from storefront.saleor import errors


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitError:
    """It was not done, or nobody can say: with which HTTP status, and after how many seconds to try again."""

    status: int
    wait: int | None = None


def submit(form: Form, act: Callable[[], object]) -> SubmitError | None:
    """Do it; None when it was done. Raises errors.TokenExpired and errors.NotAllowed: those are about who asks."""
    try:
        act()
    except RateLimited as often:
        form.add_error(None, error_messages.too_often(often.wait))
        return SubmitError(status=429, wait=often.wait)
    except errors.MutationError as refused:
        error_messages.show(refused, form=form)
        return SubmitError(status=422)
    except errors.ResponseLost:
        form.add_error(None, str(error_messages.UNSURE))
        return SubmitError(status=503)
    except errors.Unavailable:
        form.add_error(None, str(error_messages.AWAY))
        return SubmitError(status=503)
    return None


def page(
    request: HttpRequest,
    template: str,
    form: Form,
    failed: SubmitError | None = None,
    *,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The form as it stands: 422 when something typed needs another look, or as `failed` says."""
    status = failed.status if failed else 422 if form.errors else 200
    response = render(request, template, {"form": form, **(context or {})}, status=status)
    if failed and failed.wait is not None:
        response["Retry-After"] = str(failed.wait)
    return response
