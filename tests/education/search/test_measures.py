"""Measures are understood however they are written: in figures, words and fractions, with any unit."""

import pytest

from education.search.matching.analysis import analyze, near_measures

WRITTEN = {
    "24mm": "24mm",
    "2,4 cm": "24mm",
    "24-mm plug": "24mm",
    "two centimetres": "20mm",
    "zwei Zentimeter": "20mm",
    "fünf Millimeter": "5mm",
    "one inch": "25mm",
    "half an inch": "13mm",
    "1/2 inch": "13mm",
    "½ inch": "13mm",
    '1 1/4" plug': "32mm",
    "three quarter inch": "19mm",
    "anderthalb Zentimeter": "15mm",
    "0.25 litre": "250ml",
    "3.4 fl oz": "101ml",
    "pH 5.5": "55ph",
    "pH-Wert von 5,5": "55ph",
    "a pH of 6": "60ph",
    "340 mOsm/kg": "340mosm",
}


@pytest.mark.parametrize(("text", "measure"), WRITTEN.items())
def test_a_measure_is_understood(text: str, measure: str) -> None:
    assert analyze(text).measures == (measure,)


def test_several_measures_share_a_unit() -> None:
    assert analyze("18 / 24 / 30 mm").measures == ("18mm", "24mm", "30mm")


def test_words_that_only_look_like_numbers_are_none() -> None:
    assert analyze("an in-depth look at a gel in a tube, one for each, a G-string").measures == ()


def test_what_is_near_is_meant_too_and_less_so() -> None:
    volumes, acidity = near_measures("101ml"), near_measures("55ph")

    assert volumes["101ml"] == 1.0 > volumes["100ml"] > volumes["96ml"] > 0
    assert acidity.keys() == {"52ph", "53ph", "54ph", "55ph", "56ph", "57ph", "58ph"}
    assert near_measures("340mosm") == {"340mosm": 1.0}
