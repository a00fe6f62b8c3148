from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Revision

from education.content_io.files.file_reader import CONTENT
from education.glossary.term_views import term_view
from education.models import GlossaryTermPage
from tests.education.editing import term
from tests.education.markup import Markup

pytestmark = pytest.mark.django_db
GLOSSARY = CONTENT / "glossary.en-gb.md"


def changed(tmp_path: Path, old: str, new: str) -> str:
    text = GLOSSARY.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / GLOSSARY.name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return str(tmp_path / GLOSSARY.name)


@pytest.mark.database
def test_every_term_has_an_address_and_leads_to_others_guides_and_sources() -> None:
    assert GlossaryTermPage.objects.live().filter(locale__language_code="en-gb").count() == 39
    view = term_view(term("dam"))
    assert view.url == "/glossary/dam/"
    assert view.also == ("dams", "dental dam", "dental dams")
    assert [other.url for other in view.see] == ["/glossary/barrier/"]
    assert [guide.url for guide in view.guides] == ["/guides/safer-sex-and-stis/"]
    assert [source.code for source in view.sources] == ["S2"]


@pytest.mark.parametrize("path", ["/glossary/", "/glossary/dam/", "/glossary/tpe/", "/en-us/glossary/consent/"])
def test_pages_of_the_glossary_read_well_and_are_the_same_for_everybody(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
    found = Markup(answer.content.decode())
    assert not found.wrong
    assert set(found.targets) <= set(found.ids)
    assert found.headings.count(1) == 1


def test_a_term_and_the_glossary_cost_few_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, no_saleor: None
) -> None:
    for path, most in (("/glossary/", 4), ("/glossary/dam/", 6), ("/de-de/glossary/dam/", 6)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_a_withdrawn_term_is_no_longer_led_to() -> None:
    term("barrier").unpublish()
    assert [other.term for other in term_view(term("dam")).see] == []


def test_only_the_term_whose_line_changed_is_published_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = changed(tmp_path, "Do it often.", "Do it again and again.")
    before = Revision.objects.count()
    call_command("import_guides", path)
    assert capsys.readouterr().out.splitlines().count("published check-in") == 1
    assert Revision.objects.count() == before + 1
    assert "again and again" in term("check-in").definition
