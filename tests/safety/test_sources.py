"""What the rules rest on."""

from storefront.safety.rules import RULES, Rating
from storefront.safety.sources import SOURCES, grounds


def test_every_refusal_and_every_never_of_oil_and_latex_names_its_sources() -> None:
    never = [sentence for key, sentence in RULES.reasons[Rating.NO].items() if "latex" in key]

    assert never
    assert [sentence for sentence in (*RULES.refusals.values(), *never) if not grounds(sentence)] == []


def test_a_sentence_that_no_source_settles_has_none() -> None:
    assert grounds(RULES.sentences["oil_outside"]) == ()


def test_every_source_says_of_what_kind_it_is() -> None:
    assert {source.kind for source in SOURCES.values()} == {"official", "research", "secondary"}
