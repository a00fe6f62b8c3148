"""A market may combine any language with any country: money and names are formatted for the nearest locale."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from babel import Locale
from django.conf import settings
from django.utils import translation

from storefront.core.templatetags.shop import money
from storefront.core.text.localized_text import locale_of
from storefront.saleor.schema.languages import saleor_language

COUNTRIES = sorted(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())
LANGUAGES = sorted({code.partition("-")[0] for code, _name in settings.LANGUAGES} | {"de", "en", "fr", "ja"})


def test_every_language_in_every_country_has_a_locale_of_its_language() -> None:
    for language in LANGUAGES:
        for country in COUNTRIES:
            assert locale_of(f"{language}-{country}".lower()).language == language


def test_every_language_in_every_country_has_a_name_at_saleor() -> None:
    for language in LANGUAGES:
        for country in COUNTRIES:
            code = saleor_language(f"{language}-{country}".lower())
            assert code in (f"{language}_{country}".upper(), language.upper())


@pytest.mark.parametrize("language", ["en-jp", "en-kw", "en-gb", "de-de", "de-jp"])
def test_money_is_formatted_in_any_market(language: str) -> None:
    with translation.override(language):
        text = money(SimpleNamespace(amount=Decimal("17.725"), currency="KWD"))

    assert text.replace(",", ".").count("17.725") == 1


def test_a_known_locale_is_used_as_it_is() -> None:
    assert str(locale_of("en-gb")) == "en_GB"
    assert str(locale_of("de-de")) == "de_DE"
    assert saleor_language("de-de") == "DE_DE"
    assert saleor_language("en-jp") == "EN"
