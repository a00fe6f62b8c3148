from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from education.content_io.exporter import file_text, guide_file
from education.content_io.files.file_format import GuideFile
from education.content_io.files.file_reader import guide_files, read_guide_file
from education.content_io.files.rich_text import from_file, from_markdown
from education.content_io.files.rich_text_writer import to_file
from education.models import GlossaryTermPage, GuidePage
from tests.education.editing import guide

pytestmark = pytest.mark.django_db


def everything() -> dict[str, Any]:
    """What is stored of every guide and term."""
    stored = {}
    for page in (*GuidePage.objects.all(), *GlossaryTermPage.objects.all()):
        data = page.serializable_data()
        kept = {name: data[name] for name in data if name in {*page.reviewed_fields, "title", "slug", "see", "guides"}}
        stored[f"{type(page).__name__} {page.url_path}"] = {**kept, "dates": (page.last_reviewed, page.next_review)}
    return stored


def test_every_guide_and_the_glossary_come_back_as_the_identical_pages(tmp_path: Path) -> None:
    before, revisions = everything(), Revision.objects.count()
    call_command("export_guides", str(tmp_path), verbosity=0)
    assert len(list(tmp_path.glob("*.md"))) == 2 * 11
    call_command("import_guides", *map(str, sorted(tmp_path.glob("*.md"))), verbosity=0)
    assert everything() == before
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize("path", guide_files("en-gb"), ids=lambda path: path.stem)
def test_a_manuscript_says_the_same_after_import_and_export(path: Path) -> None:
    def shape(manuscript: GuideFile) -> list[Any]:
        return [
            [(s.anchor, s.track, s.sources, from_markdown(s.body)) for s in (*manuscript.sections, *manuscript.after)],
            [(s.anchor, s.criteria, s.products, s.stop_if, from_markdown(s.body)) for s in manuscript.stages],
            (manuscript.ask_first, manuscript.care_cards, manuscript.sources, manuscript.related),
        ]

    original = read_guide_file(path)[0]
    assert shape(guide_file(guide(original.slug))) == shape(original)


def test_a_page_that_was_edited_in_the_desk_is_exported_as_it_is(tmp_path: Path) -> None:
    page = guide("when-to-get-help")
    page.intro = (
        '<p data-block-key="ab1cd">Ask <b>early</b>: 1 * 2 &lt; 3 [really]</p><ul><li>one</li><li>two</li></ul>'
    )
    page.save_revision().publish()
    call_command("export_guides", str(tmp_path), "when-to-get-help", verbosity=0)
    file = tmp_path / "when-to-get-help.en-gb.md"
    again, language = read_guide_file(file)
    assert language == "en-gb"
    assert from_markdown(again.intro).replace("\n", "") == page.intro.replace(' data-block-key="ab1cd"', "")


def test_an_unknown_guide_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no-such-guide"):
        call_command("export_guides", str(tmp_path), "no-such-guide")


@pytest.mark.parametrize(
    "markdown",
    [
        "A **b** *c* [d](https://e.example/?a=1&b=2).",
        "- one\n- two **bold**\n\nAfter.",
        "1. one\n2. two",
        "### A heading\n\nText with 5 * 3 and a\\_b and \\[brackets\\].",
        "1\\. is no list here.",
        "\\- nor here.",
        "One line\\\nand another.",
    ],
)
def test_markdown_becomes_rich_text_and_comes_back(markdown: str) -> None:
    html = from_markdown(markdown)
    assert from_file(to_file(html, {}, lambda _: None)) == html


def test_a_file_leaves_out_what_is_as_it_would_be_anyway() -> None:
    text = file_text(guide_file(guide("choosing-a-lubricant")))
    assert "flared_base: false" not in text
    assert "null" not in text
