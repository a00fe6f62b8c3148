"""Pages for when something went wrong before a view could say it better."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: say so plainly; the browser's back button keeps what was typed."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there: say so and offer the ways on."""
    return render(request, "errors/404.html", status=404)
