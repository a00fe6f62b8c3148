"""Links between pages work on another installation."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from education.content_io.files.file_reader import CONTENT
from education.models import GuidePage, HomePage
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
SLUG = "when-to-get-help"


def linking(language: str, *numbers: int) -> GuidePage:
    page = guide(SLUG, language)
    page.intro = "".join(f'<p>Read <a id="{number}" linktype="page">more</a>.</p>' for number in numbers)
    page.save_revision().publish()
    return page


def exported(folder: Path, language: str = "en-gb") -> str:
    call_command("export_guides", str(folder), SLUG, verbosity=0)
    return (folder / f"{SLUG}.{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en-gb", "de-de"])
def test_a_link_is_written_by_the_path_of_its_page_and_finds_that_page_at_another_desk(
    tmp_path: Path, language: str
) -> None:
    home = HomePage.objects.get(locale__language_code=language)
    linking(language, guide("choosing-a-lubricant", language).pk, term("dam", language).pk, home.pk)
    text = exported(tmp_path, language)
    assert "[more](page:guides/choosing-a-lubricant)" in text
    assert "[more](page:glossary/dam)" in text
    assert "[more](page:)" in text
    before = guide("choosing-a-lubricant", language)
    before.delete()
    guide(SLUG, language).delete()
    call_command("import_guides", str(CONTENT / f"{before.slug}.{language}.md"), "--restore", verbosity=0)
    call_command("import_guides", str(tmp_path / f"{SLUG}.{language}.md"), "--restore", verbosity=0)
    now = guide("choosing-a-lubricant", language).pk
    assert now != before.pk
    intro = guide(SLUG, language).intro
    assert [f'<a linktype="page" id="{pk}">' in intro for pk in (now, term("dam", language).pk, home.pk)] == [True] * 3


def test_a_link_may_lead_to_another_language(tmp_path: Path) -> None:
    german = guide("choosing-a-lubricant", "de-de").pk
    linking("en-gb", german)
    assert "[more](page:de-de:guides/choosing-a-lubricant)" in exported(tmp_path)
    guide(SLUG).delete()
    call_command("import_guides", str(tmp_path / f"{SLUG}.en-gb.md"), "--restore", verbosity=0)
    assert f'<a linktype="page" id="{german}">' in guide(SLUG).intro


def test_a_link_to_a_page_that_is_gone_leaves_its_words(tmp_path: Path) -> None:
    linking("en-gb", 999_999)
    assert "Read more." in exported(tmp_path)


def test_a_link_that_leads_nowhere_stops_the_import_and_is_named(tmp_path: Path) -> None:
    linking("en-gb", guide("choosing-a-lubricant").pk)
    file = tmp_path / f"{SLUG}.en-gb.md"
    file.write_text(exported(tmp_path).replace("page:guides/choosing-a-lubricant", "page:guides/nowhere"))
    with pytest.raises(
        CommandError, match=r"when-to-get-help\.en-gb\.md, line \d+, intro: there is no page called guides/nowhere"
    ):
        call_command("import_guides", str(file), "--overwrite")


def test_a_guide_and_a_term_may_lead_to_each_other_in_a_first_import(tmp_path: Path) -> None:
    linking("en-gb", term("dam").pk)
    exported(tmp_path)
    call_command("export_guides", str(tmp_path), "glossary", verbosity=0)
    guide(SLUG).delete()
    term("dam").get_parent().delete()
    files = (str(tmp_path / f"{name}.en-gb.md") for name in (SLUG, "glossary"))
    call_command("import_guides", *files, "--restore", verbosity=0)
    assert f'<a linktype="page" id="{term("dam").pk}">' in guide(SLUG).intro
