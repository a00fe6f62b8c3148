"""Error pages are the shop's own and in the language of the URL."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("as if something of ours broke")


ENGLISH = ("There is no page here", "We did not accept that", "Something went wrong on our side")
GERMAN = ("Hier ist keine Seite", "Das haben wir nicht angenommen", "Bei uns ist etwas schiefgegangen")


@pytest.mark.parametrize(("prefix", "language", "said"), [("", "en-gb", ENGLISH), ("/de-de", "de-de", GERMAN)])
def test_a_page_of_our_own_says_what_went_wrong(
    prefix: str, language: str, said: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("education.search.views.search_site", broken)

    answers = (
        client.get(f"{prefix}/nothing-here/"),
        client.post(f"{prefix}/cart/add/", headers={"Sec-Fetch-Site": "cross-site"}),
        client.get(f"{prefix}/search/?q=gel"),
    )

    assert [answer.status_code for answer in answers] == [404, 403, 500]
    for answer, words in zip(answers, said, strict=True):
        assert f'<html lang="{language}">' in answer.content.decode()
        assert words in answer.content.decode()
        assert f'href="{prefix}/"' in answer.content.decode()


def test_what_does_not_read_is_answered_by_our_page_too() -> None:
    answer = Client().get("/de-de/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert '<html lang="de-de">' in answer.content.decode()
