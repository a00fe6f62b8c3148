"""One page tree for each open language, with the translations of the originals."""

import pytest
from django.core.management import call_command
from pytest_django import Settings

from education.models import GlossaryTermPage, GuidePage, HomePage
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
ENGLISH, GERMAN = "en-gb", "de-de"


def keys(kind: type[GuidePage | GlossaryTermPage], language: str) -> set[object]:
    return set(kind.objects.live().filter(locale__language_code=language).values_list("translation_key", flat=True))


@pytest.mark.database
@pytest.mark.parametrize("kind", [GuidePage, GlossaryTermPage])
def test_every_guide_and_term_has_a_german_translation(kind: type[GuidePage | GlossaryTermPage]) -> None:
    assert keys(kind, GERMAN) == keys(kind, ENGLISH)


def test_translations_have_translated_parents() -> None:
    for original, translated in (
        (guide("when-to-get-help"), guide("when-to-get-help", GERMAN)),
        (term("dam"), term("dam", GERMAN)),
    ):
        assert translated.title != original.title
        for above, its in zip(translated.get_ancestors()[1:], original.get_ancestors()[1:], strict=True):
            assert above.translation_key == its.translation_key
            assert above.locale.language_code == GERMAN


def test_while_german_is_not_open_nothing_german_is_made(settings: Settings) -> None:
    HomePage.objects.get(locale__language_code=GERMAN).delete()
    settings.LANGUAGES = [entry for entry in settings.LANGUAGES if entry[0] != GERMAN]
    settings.WAGTAIL_CONTENT_LANGUAGES = [entry for entry in settings.WAGTAIL_CONTENT_LANGUAGES if entry[0] != GERMAN]
    call_command("import_guides", verbosity=0)
    assert HomePage.objects.count() == 1
    assert keys(GuidePage, GERMAN) == set()
