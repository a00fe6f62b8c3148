"""The shop's own words in German: every one translated, with its placeholders, and as Django reads them."""

import re

import pytest
from babel.messages import Message
from django.utils.translation import gettext, ngettext, override

from storefront.core import translation_catalogue

KEPT = translation_catalogue.translated()
MESSAGES = [message for message in KEPT if message.id]
HOW = "put their German into storefront/locale/de/LC_MESSAGES/django.po after `make words`, then `make words` again"


def said(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    both = (message.id, message.string or "")
    ours, german = ((text,) if isinstance(text, str) else tuple(text) for text in both)
    return ours, german


def test_every_text_of_ours_is_translated_and_looked_at() -> None:
    missing = translation_catalogue.untranslated()
    assert not missing, "\n".join((f"{len(missing)} texts have no German: {HOW}", *missing))


def test_placeholders_are_those_of_the_original() -> None:
    def held(texts: tuple[str, ...]) -> set[str]:
        return {name for text in texts for name in re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)}

    unlike = [message.id for message in MESSAGES if held(said(message)[0]) != held(said(message)[1])]
    assert not unlike


def test_plain_german_says_du_and_raises_no_voice() -> None:
    texts = [text for message in MESSAGES for text in said(message)[1]]
    assert not [text for text in texts if re.search(r"\b(?:Ihre[nmrs]?|Ihnen|Sie (?:können|müssen|haben))\b|!", text)]


def test_what_django_reads_is_made_of_what_is_kept() -> None:
    compiled = translation_catalogue.CATALOGUE.with_suffix(".mo").read_bytes()
    assert compiled == translation_catalogue.compiled(KEPT), "run `make words`"


@pytest.mark.parametrize(("language", "word"), [("de-de", "Warenkorb"), ("en-gb", "Cart"), ("en-us", "Cart")])
def test_each_market_is_spoken_to_in_its_language(language: str, word: str) -> None:
    with override(language):
        assert gettext("Cart") == word


def test_german_counts_one_and_many() -> None:
    with override("de-de"):
        assert [ngettext("%(n)s stage", "%(n)s stages", n) % {"n": n} for n in (1, 3)] == ["1 Stufe", "3 Stufen"]
