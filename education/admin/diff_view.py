"""What changed in a draft since it went live, also for a clinician while the page waits for them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.revisions import RevisionsCompare


class WhatChangedView(RevisionsCompare):
    """Wagtail's comparison. It asks first for a right to some page, which clinicians lack; the right to this page is
    asked for in `get_object`, and counts alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Past that first question."""
        response: HttpResponse = super(RevisionsCompare, self).dispatch(request, *args, **kwargs)
        return response
