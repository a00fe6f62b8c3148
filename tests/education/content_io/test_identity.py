"""A file's page stays the same page after an editor's changes, and deleted pages stay deleted."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page, Site

from education.content_io.files.file_reader import CONTENT
from education.models import GlossaryIndexPage, GuideIndexPage, GuidePage, HomePage, ImportRecord, PublicPage
from tests.education.content_io.test_faults_of_files import BASE
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
SLUG = "cleaning-and-storage"
NEW_SLUG = "cleaning-toys"


def run(*arguments: object) -> tuple[list[str], list[str]]:
    said, warned = StringIO(), StringIO()
    call_command("import_guides", *map(str, arguments), stdout=said, stderr=warned)
    return said.getvalue().splitlines(), warned.getvalue().splitlines()


def live_pages() -> set[tuple[int, str]]:
    return set(Page.objects.live().values_list("pk", "url_path"))


def edit(page: PublicPage, **fields: object) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def written(tmp_path: Path, text: str, name: str = "a-test.en-gb.md") -> Path:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("options", [(), ("--overwrite",)])
def test_a_guide_with_another_address_is_not_doubled_at_the_old_one(options: tuple[str, ...]) -> None:
    edit(guide(SLUG), slug=NEW_SLUG)
    before = live_pages()
    said, _ = run(*options)
    assert live_pages() == before
    assert not GuidePage.objects.filter(slug=SLUG, locale__language_code="en-gb").exists()
    assert not [line for line in said if line.startswith("published")]


def test_a_changed_file_reaches_neither_a_moved_page_nor_its_old_address(tmp_path: Path) -> None:
    edit(guide(SLUG), slug=NEW_SLUG)
    text = (CONTENT / f"{SLUG}.en-gb.md").read_text(encoding="utf-8").replace('summary: "', 'summary: "Changed. ', 1)
    path = written(tmp_path, text, f"{SLUG}.en-gb.md")
    said, warned = run(path)
    assert said == []
    assert [line.partition(";")[0] for line in warned] == [
        f"left as it is: {SLUG}.en-gb.md: changed in the admin since it was imported"
    ]
    said, _ = run(path, "--overwrite")
    assert said == [
        f"published {SLUG}",
        f"left out: {SLUG}.en-gb.md: its address stays {NEW_SLUG}, as the admin has it",
    ]
    assert guide(NEW_SLUG).summary.startswith("Changed. ")
    assert not GuidePage.objects.filter(slug=SLUG, locale__language_code="en-gb").exists()


def test_a_term_with_another_address_is_not_doubled(tmp_path: Path) -> None:
    edit(term("dam"), slug="dental-dam")
    before = live_pages()
    run()
    assert live_pages() == before
    call_command("export_guides", str(tmp_path), "glossary", verbosity=0)
    run(tmp_path)
    assert live_pages() == before


def test_a_guide_whose_file_gives_another_address_moves_with_a_redirect(tmp_path: Path, client: object) -> None:
    run(written(tmp_path, BASE))
    page = guide("a-test")
    run(written(tmp_path, BASE.replace("slug: a-test", "slug: another-test")))
    assert guide("another-test").pk == page.pk
    assert not GuidePage.objects.filter(slug="a-test").exists()


@pytest.mark.parametrize("find", [lambda: guide("what-goes-with-what"), lambda: term("dam")], ids=["guide", "term"])
def test_what_was_deleted_stays_deleted_and_what_names_it_is_not_refused(find: object) -> None:
    page = find()  # type: ignore[operator]
    page.delete()
    before = live_pages()
    for _ in range(2):
        _, warned = run()
        assert live_pages() == before
        assert any(page.slug in line and "deleted in the admin" in line and "--restore" in line for line in warned)
    run("--restore")
    assert find().pk != page.pk  # type: ignore[operator]
    assert len(live_pages()) == len(before) + 1
    assert run("--restore")[1] == run()[1] == []


def test_a_page_that_was_written_and_deleted_in_the_admin_does_not_come_back_with_its_export(tmp_path: Path) -> None:
    page = GuidePage(title="Mine", headline="Mine", summary="Mine.", slug="mine")
    GuideIndexPage.objects.get(locale__language_code="en-gb").add_child(instance=page)
    page.save_revision().publish()
    call_command("export_guides", str(tmp_path), "mine", verbosity=0)
    said, warned = run(tmp_path)
    assert said == []
    assert "written in the admin" in warned[0]
    guide("mine").delete()
    said, warned = run(tmp_path)
    assert said == []
    assert "deleted in the admin" in warned[0]
    run(tmp_path, "--restore")
    assert guide("mine").live


def test_deleting_a_language_is_final_too() -> None:
    HomePage.objects.get(locale__language_code="de-de").delete()
    said, warned = run()
    assert not HomePage.objects.filter(locale__language_code="de-de").exists()
    assert not [line for line in said if line.startswith("published")]
    assert any(line.startswith("left as it is: site/de-de.md, home, guides, glossary: deleted") for line in warned)
    run("--restore")
    german = HomePage.objects.get(locale__language_code="de-de")
    assert german.translation_key == HomePage.objects.get(locale__language_code="en-gb").translation_key
    assert GuidePage.objects.live().descendant_of(german).count() == 10
    assert guide(SLUG, "de-de").translation_key == guide(SLUG).translation_key


def test_a_list_that_an_editor_renamed_keeps_its_guides(tmp_path: Path) -> None:
    edit(GuideIndexPage.objects.get(locale__language_code="en-gb"), slug="learn")
    before = live_pages()
    run()
    assert live_pages() == before
    run(written(tmp_path, BASE))
    assert guide("a-test").url_path == "/home/learn/a-test/"


def test_texts_of_home_page_and_lists_follow_their_file_until_an_editor_changes_them(tmp_path: Path) -> None:
    text = (CONTENT / "site" / "en-gb.md").read_text(encoding="utf-8")
    changed = text.replace("Small steps, no hurry", "Small steps").replace("Short and plain, with", "Plain, with")
    path = written(tmp_path, changed, "site/en-gb.md")
    assert run(path)[0] == ["published home", "published guides", "unchanged glossary"]
    home = HomePage.objects.get(locale__language_code="en-gb")
    assert home.headline == "Small steps"
    assert home.featured == guide()
    edit(home, headline="An editor's own")
    said, warned = run()
    assert "published guides" in said
    assert [line.partition(";")[0] for line in warned] == [
        "left as it is: site/en-gb.md, home: changed in the admin since it was imported"
    ]
    assert HomePage.objects.get(locale__language_code="en-gb").headline == "An editor's own"


def test_the_sources_of_a_glossary_that_an_editor_changed_stay(tmp_path: Path) -> None:
    index = GlossaryIndexPage.objects.get(locale__language_code="en-gb")
    edit(index, sources="[]")
    _, warned = run()
    assert [line.partition(";")[0] for line in warned] == [
        "left as it is: glossary.en-gb.md, sources: changed in the admin since it was imported"
    ]
    assert not GlossaryIndexPage.objects.get(locale__language_code="en-gb").sources


@pytest.mark.parametrize("name", ["sections", "stages", "stop_signs", "care_cards", "sources"])
def test_a_live_guide_is_not_emptied_unless_that_is_meant(tmp_path: Path, name: str) -> None:
    run(written(tmp_path, BASE))
    before, _, rest = BASE.partition(f"\n{name}:")
    _, _, after = rest.partition("\n")
    while after.startswith((" ", "-  ")):
        _, _, after = after.partition("\n")
    shorter = written(tmp_path, f"{before}\n{after}")
    with pytest.raises(CommandError, match=rf"{name}: the live page has 1 of these.*--allow-removals"):
        run(shorter)
    assert len(getattr(guide("a-test"), name)) == 1
    run(shorter, "--allow-removals")
    assert len(getattr(guide("a-test"), name)) == 0


def test_a_live_stage_does_not_lose_when_to_stop(tmp_path: Path) -> None:
    run(written(tmp_path, BASE))
    shorter = written(tmp_path, BASE.replace('    stop_if:\n      - "it hurts"\n', ""))
    with pytest.raises(CommandError, match=r"stages 1.*the live page says when to stop"):
        run(shorter)


def test_a_translation_is_that_of_the_file_with_its_name_whichever_comes_first(tmp_path: Path) -> None:
    german = written(tmp_path, BASE.replace("slug: a-test", "slug: ein-versuch"), "a-test.de-de.md")
    run(german)
    edit(guide("ein-versuch", "de-de"), slug="versuch")
    run(written(tmp_path, BASE))
    assert guide("a-test").translation_key == guide("versuch", "de-de").translation_key
    assert guide("a-test").locale != guide("versuch", "de-de").locale
    assert Locale.objects.count() == 2


def test_a_copy_of_a_page_is_not_its_file(tmp_path: Path) -> None:
    run(written(tmp_path, BASE))
    copy = guide("a-test").copy(update_attrs={"slug": "a-copy"})
    run(written(tmp_path, BASE.replace("Hello world.", "Hello.")))
    assert "Hello." in guide("a-test").intro
    assert "Hello world." in GuidePage.objects.get(pk=copy.pk).intro


def test_one_guide_is_imported_into_a_site_that_has_only_wagtails_welcome_page(tmp_path: Path) -> None:
    # given
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    ImportRecord.objects.all().delete()
    Page.get_first_root_node().add_child(instance=Page(title="Welcome", slug="home", locale=Locale.get_default()))
    # when
    run(written(tmp_path, BASE))
    # then
    assert HomePage.objects.live().count() == 1
    assert GuidePage.objects.live().filter(slug="a-test").exists()
