from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision, Site

from education.content_io.files.faults import FileFormatError
from education.content_io.files.file_reader import CONTENT, guide_files, read_guide_file
from education.content_io.files.rich_text import from_markdown
from education.models import GuideIndexPage, GuidePage, HomePage, StageProduct
from storefront.catalog.models import Product
from tests.education.editing import guide

pytestmark = pytest.mark.django_db
TRAINING = CONTENT / "gradual-anal-training.en-gb.md"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    path = tmp_path / TRAINING.name
    text = TRAINING.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    images = tmp_path / "images"
    if not images.exists():
        images.symlink_to(CONTENT / "images")
    return path


@pytest.mark.database
def test_importing_twice_changes_nothing() -> None:
    before = list(Revision.objects.order_by("pk").values_list("pk", flat=True)), StageProduct.objects.count()
    call_command("import_guides", verbosity=0)
    assert (list(Revision.objects.order_by("pk").values_list("pk", flat=True)), StageProduct.objects.count()) == before


def test_an_editors_change_survives_an_import_of_the_same_manuscript() -> None:
    page = guide()
    page.summary = "An editor's own words."
    page.save_revision().publish()
    call_command("import_guides", verbosity=0)
    assert guide().summary == "An editor's own words."


def test_only_the_guide_whose_manuscript_changed_is_published_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = changed(tmp_path, "Practice helps your body", "Practice slowly helps your body")
    call_command("import_guides", str(path), str(CONTENT / "choosing-a-lubricant.en-gb.md"))
    assert capsys.readouterr().out.splitlines() == ["published gradual-anal-training", "unchanged choosing-a-lubricant"]
    assert "Practice slowly" in guide().summary


def test_an_unknown_product_stops_the_import_and_is_named_with_file_and_stage(tmp_path: Path) -> None:
    path = changed(tmp_path, "product: solid-oil-balm-50-ml", "product: no-such-thing")
    with pytest.raises(
        CommandError, match=r"gradual-anal-training\.en-gb\.md, line \d+, stages 1, products 2.*no-such-thing"
    ):
        call_command("import_guides", str(path))


def test_an_unknown_product_can_be_left_out_and_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = changed(tmp_path, "product: solid-oil-balm-50-ml", "product: no-such-thing")
    call_command("import_guides", str(path), "--skip-missing")
    said = "no-such-thing is not in the catalogue"
    assert said in capsys.readouterr().out
    assert len(guide().stages[0].value["products"]) == 2


def test_a_pick_that_breaks_its_stage_stops_the_import_and_nothing_changes(tmp_path: Path) -> None:
    path = changed(tmp_path, "product: solid-oil-balm-50-ml", "product: slim-starter-plug-18-mm")
    before = guide().latest_revision_id
    with pytest.raises(CommandError, match="made to go inside"):
        call_command("import_guides", str(path))
    assert guide().latest_revision_id == before


def test_the_first_import_made_home_index_and_site_root() -> None:
    """It filled the database that every test begins with."""
    english, german = (HomePage.objects.get(locale__language_code=language) for language in ("en-gb", "de-de"))
    assert Site.objects.get(is_default_site=True).root_page.specific == english
    assert german.translation_key == english.translation_key
    for home in (english, german):
        assert GuideIndexPage.objects.child_of(home).live().count() == 1
        assert GuidePage.objects.live().descendant_of(home).count() == 10
        assert (home.featured.slug, home.featured.locale) == ("gradual-anal-training", home.locale)
    assert Page.objects.filter(depth=2).count() == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slug: gradual-anal-training\n", "", "slug"),
        ("kind: step-by-step\n", "kind: step-by-step\nsurprise: 1\n", "surprise"),
        ("number: 2\n", "number: 3\n", "out of order"),
        ("stages:\n", "stages: [\n", "gradual-anal-training"),
        ('published: "2016"', 'published: "2016-13"', "published: 2016-13 is no date"),
        ('published: "2016"', 'published: "last year"', "is no date such as 2022"),
    ],
)
def test_a_manuscript_that_does_not_read_is_refused_by_name(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(FileFormatError, match=said):
        read_guide_file(changed(tmp_path, old, new))


def test_markdown_becomes_only_what_the_desk_can_edit() -> None:
    html = from_markdown("A **b** *c* [d](https://e.example)\n\n- h\n\n### i")
    assert "<b>b</b> <i>c</i>" in html
    assert '<a href="https://e.example">d</a>' in html
    assert "<h3>i</h3>" in html


@pytest.mark.database
def test_every_pick_of_the_manuscripts_is_in_the_shop_and_suits_its_stage() -> None:
    picked = {p.product for path in guide_files("en-gb") for s in read_guide_file(path)[0].stages for p in s.products}
    assert picked <= set(Product.objects.values_list("slug", flat=True))
    assert len(picked) > 25


@pytest.mark.parametrize("language", ["fr-fr", "xx-yy", "en", "de"])
def test_a_file_in_a_language_that_is_not_open_changes_no_page(tmp_path: Path, language: str) -> None:
    path = tmp_path / f"choosing-a-lubricant.{language}.md"
    (tmp_path / "images").symlink_to(CONTENT / "images")
    path.write_bytes((CONTENT / "choosing-a-lubricant.de-de.md").read_bytes())
    before = guide("choosing-a-lubricant").title
    with pytest.raises(CommandError, match=rf"choosing-a-lubricant\.{language}\.md.*{language}.*en-gb, de-de"):
        call_command("import_guides", str(path))
    assert guide("choosing-a-lubricant").title == before


def test_a_language_in_capitals_is_that_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "choosing-a-lubricant.de-DE.md"
    (tmp_path / "images").symlink_to(CONTENT / "images")
    path.write_bytes((CONTENT / "choosing-a-lubricant.de-de.md").read_bytes())
    call_command("import_guides", str(path))
    assert capsys.readouterr().out.splitlines() == ["unchanged choosing-a-lubricant"]
