"""Every sentence on what the shop sells, lists or suggests is in docs/what-we-sell.md, with its rule and its test."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from storefront.core.translation_catalogue import catalogue_path
from storefront.safety.attributes import Gate
from storefront.safety.rules import RULES
from tests.asserting import non_empty

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "what-we-sell.md").read_text(encoding="utf-8")
CONTENT = ROOT / "education" / "content"
POLICIES = ROOT / "storefront" / "merchant" / "policies" / "texts"

# The phrases in which such sentences are written. A new way to say it belongs here.
ENGLISH = re.compile(
    r"\bwe (?:\w+ ){0,3}(?:sell|sold|list|stock)\b|\b(?:not|never|no longer|nothing) (?:be )?sold\b"
    r"|\b(?:in|every product in) (?:this|our) shop\b|\bwe suggest (?:products|no\b)|\bwe do not suggest\b"
    r"|\bour own rule\b|\brules? of ours\b|\bwe keep it for\b|\bwe say no to\b",
    re.I,
)
GERMAN = re.compile(
    r"\bverkaufen wir\b|\bwir (?:\w+ ){0,3}verkauf|\b(?:in|produkt in) (?:diesem|unserem) shop\b"
    r"|\b(?:führen|listen) wir\b|\bwir (?:führen|listen)\b|\bwir raten (?:\w+ )?zu produkten\b"
    r"|\braten wir (?:\w+ )?ab\b|\bunsere (?:eigene|feste) regel\b|\bregel von uns\b"
    r"|\bist (?:er|sie|es) nur für außen\b|\bwir sagen nein\b|\bsagen wir nein\b",
    re.I,
)
_ROW = re.compile(
    r"^\| (?P<sentence>.+?) \| (?P<rule>[^|]+) \| (?:\[test\]\((?P<test>[^)]+)\)|(?P<why>[^|]+)) \|$", re.M
)
ROWS = {row["sentence"]: row for row in _ROW.finditer(DOCUMENT) if row["sentence"] != "sentence"}
RULES_BY_NAME = {*Gate, "table", "stage", "selling", "matching", "editing"}
NO_RULE = "no rule"


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, without Markdown, YAML keys and HTML."""
    for line in re.split(r"\n|<[^>]+>", text):
        line = re.sub(r"^[\s>\-]*(?:\w+: )?[\"“]?|[*_`|]|[\"”]?\s*$", "", line)
        yield from (each.strip(' "') for each in re.split(r"(?<=[.?!])\s+", line))


def written() -> Iterator[tuple[str, str]]:
    """Where each sentence on selling stands, and the sentence."""
    for path in sorted(CONTENT.rglob("*.md")):
        phrases = GERMAN if ".de-de" in path.name or path.name == "de-de.md" else ENGLISH
        for each in sentences(path.read_text(encoding="utf-8")):
            if phrases.search(each):
                yield str(path.relative_to(ROOT)), each
    for path in sorted(POLICIES.rglob("*.html")):
        phrases = GERMAN if path.parent.name.startswith("de") else ENGLISH
        for each in sentences(path.read_text(encoding="utf-8")):
            if phrases.search(each):
                yield str(path.relative_to(ROOT)), each
    with catalogue_path("de").open("rb") as file:
        for message in read_po(file):
            for text in message.id if isinstance(message.id, list | tuple) else (message.id,):
                yield from (("interface", each) for each in sentences(text) if ENGLISH.search(each))


WRITTEN = non_empty(sorted(set(written()), key=lambda found: found[1]))


@pytest.mark.parametrize("sentence", sorted({sentence for _, sentence in WRITTEN}))
def test_each_sentence_on_what_is_sold_names_a_rule(sentence: str) -> None:
    assert sentence in ROWS, [where for where, each in WRITTEN if each == sentence]


@pytest.mark.parametrize("sentence", sorted(ROWS))
def test_each_row_is_written_somewhere_and_its_rule_and_test_exist(sentence: str) -> None:
    row = ROWS[sentence]
    assert sentence in {each for _, each in WRITTEN}
    if row["rule"] == NO_RULE:
        assert len(row["why"].split()) >= 3
    else:
        assert row["rule"] in RULES_BY_NAME
        assert (ROOT / "docs" / row["test"]).is_file()


def test_each_gate_that_stops_a_sale_has_a_sentence_in_the_guides() -> None:
    said = {ROWS[sentence]["rule"] for where, sentence in WRITTEN if where != "interface" and sentence in ROWS}
    refused = {key if key in set(Gate) else Gate.INGREDIENTS for key in RULES.refusals}
    assert refused <= said


def test_a_promise_in_other_words_is_found() -> None:
    for text in ("We only sell glass.", "In this shop nothing is porous.", "We never list such gels."):
        assert ENGLISH.search(text)
    for text in ("Das verkaufen wir nie.", "In diesem Shop ist nichts porös.", "So etwas führen wir nicht."):
        assert GERMAN.search(text)
