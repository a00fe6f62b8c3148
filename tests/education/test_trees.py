import msgspec
import pytest
from pytest_django import Settings
from wagtail.models import Locale

from education.importing import import_manuscripts
from education.importing_glossary import import_glossary
from education.manuscripts import CONTENT, Glossary, Manuscript, read_glossary, read_manuscript
from education.models import GlossaryTermPage, GuidePage, HomePage

pytestmark = pytest.mark.django_db
GERMAN = "de-de"


def german_guide() -> Manuscript:
    """One guide, which leads on to none: the others are not imported here."""
    manuscript, _ = read_manuscript(CONTENT / "when-to-get-help.de-de.md")
    return msgspec.structs.replace(manuscript, related=())


def german_term() -> Glossary:
    glossary, _ = read_glossary(CONTENT / "glossary.de-de.md")
    (dam,) = [term for term in glossary.terms if term.slug == "dam"]
    return msgspec.structs.replace(
        glossary, terms=(msgspec.structs.replace(dam, see=(), guides=("when-to-get-help",)),)
    )


@pytest.fixture
def german_is_open(settings: Settings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, (GERMAN, "Deutschland")]
    settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.WAGTAIL_CONTENT_LANGUAGES, (GERMAN, "Deutsch")]


@pytest.mark.usefixtures("german_is_open")
def test_german_manuscripts_become_translations_in_a_tree_of_their_own() -> None:
    for _ in range(2):
        import_manuscripts([("when-to-get-help.de-de.md", german_guide(), GERMAN)])
        import_glossary("glossary.de-de.md", german_term(), GERMAN)
    german = Locale.objects.get(language_code=GERMAN)
    for kind, slug in ((GuidePage, "when-to-get-help"), (GlossaryTermPage, "dam")):
        original, translated = (
            kind.objects.get(slug=slug, locale__language_code="en-gb"),
            kind.objects.get(slug=slug, locale=german),
        )
        assert translated.translation_key == original.translation_key
        assert translated.live
        assert translated.title != original.title
        for above, its in zip(translated.get_ancestors()[1:], original.get_ancestors()[1:], strict=True):
            assert above.translation_key == its.translation_key
            assert above.locale == german
    assert HomePage.objects.count() == 2


def test_while_german_is_not_open_nothing_german_is_made() -> None:
    assert set(GuidePage.objects.values_list("locale__language_code", flat=True)) == {"en-gb"}
    assert HomePage.objects.count() == 1
