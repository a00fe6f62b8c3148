"""Keep a person's pages out of every cache, and clear what a browser stored when the person leaves it."""

from typing import TypeVar

from django.http import HttpResponseBase
from django.views.decorators.cache import cache_control

private = cache_control(private=True, no_store=True)

Response = TypeVar("Response", bound=HttpResponseBase)


def clear_browser(response: Response) -> Response:
    """Ask the browser to drop its copies of this site's pages, "back" included, and the place in a guide it stored.

    Browsers obey over https and on localhost. Private pages are `no-store` anyway; this also ends those in memory.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
