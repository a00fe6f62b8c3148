"""Interface translations: complete, with their placeholders, and compiled."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages import Message
from django.utils.translation import gettext, ngettext, override

from storefront.core import translation_catalogue

GERMAN = translation_catalogue.translations("de")
MESSAGES = [message for message in GERMAN if message.id]
HOW = "run `make words`, fill in the translations in storefront/locale, and run it again"
every_language = pytest.mark.parametrize("language", translation_catalogue.languages())


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The source text and its translation, each with its plural forms."""
    both = (message.id, message.string or "")
    source, translation = ((text,) if isinstance(text, str) else tuple(text) for text in both)
    return source, translation


@every_language
def test_every_text_is_translated_and_reviewed(language: str) -> None:
    missing = translation_catalogue.untranslated(language)
    assert not missing, "\n".join((f"{len(missing)} texts have no translation: {HOW}", *missing))


@every_language
def test_placeholders_are_those_of_the_original(language: str) -> None:
    def held(texts: tuple[str, ...]) -> set[str]:
        return {name for text in texts for name in re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)}

    messages = [message for message in translation_catalogue.translations(language) if message.id]
    assert messages
    assert not [message.id for message in messages if held(forms(message)[0]) != held(forms(message)[1])]


def test_plain_german_says_du_and_raises_no_voice() -> None:
    texts = [text for message in MESSAGES for text in forms(message)[1]]
    assert texts
    assert not [text for text in texts if re.search(r"\b(?:Ihre[nmrs]?|Ihnen|Sie (?:können|müssen|haben))\b|!", text)]


@every_language
def test_the_compiled_catalogue_is_up_to_date(language: str) -> None:
    compiled = translation_catalogue.catalogue_path(language).with_suffix(".mo").read_bytes()
    assert compiled == translation_catalogue.compiled(translation_catalogue.translations(language)), "run `make words`"


def test_a_new_language_starts_with_every_text_and_no_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation_catalogue, "LOCALE_DIR", tmp_path)

    translation_catalogue.update("fr")

    assert translation_catalogue.languages() == ["fr"]
    texts = [text for text in translation_catalogue.source_texts("fr") if text.id]
    assert len(texts) == len(translation_catalogue.untranslated("fr")) > 1000


@pytest.mark.parametrize(("language", "word"), [("de-de", "Warenkorb"), ("en-gb", "Cart"), ("en-us", "Cart")])
def test_each_market_is_spoken_to_in_its_language(language: str, word: str) -> None:
    with override(language):
        assert gettext("Cart") == word


def test_german_counts_one_and_many() -> None:
    with override("de-de"):
        assert [ngettext("%(n)s stage", "%(n)s stages", n) % {"n": n} for n in (1, 3)] == ["1 Stufe", "3 Stufen"]


def test_no_text_hides_in_an_f_string_where_the_tools_do_not_read_it() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for package in ("storefront", "education")
        for path in Path(package).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "gettext", "ngettext", "pgettext")
        and isinstance(node.args[0], ast.Constant)
    ]
    assert not hidden
