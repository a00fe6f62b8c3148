"""Forms on cached pages have no token: the browser's statement of origin protects them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from storefront.core.forms.same_origin import same_origin_form


@same_origin_form
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "http://testserver"},
    ],
)
def test_a_post_from_a_page_of_ours_is_taken(headers: dict[str, str]) -> None:
    assert form(RequestFactory().post("/", **headers)).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_a_post_from_elsewhere_or_from_nowhere_said_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(PermissionDenied):
        form(RequestFactory().post("/", **headers))  # type: ignore[arg-type]


def test_looking_is_free() -> None:
    assert form(RequestFactory().get("/")).status_code == 200
