"""An import keeps what was changed in the admin, unless an option says otherwise."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from education.content_io.import_jobs import reason_to_keep
from education.models import GuidePage, ImportRecord, Review, Reviewer
from tests.education.admin.test_workflow import submitted
from tests.education.content_io.test_importing import TRAINING, changed
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
OLD, NEW = "Practice helps your body", "Practice slowly helps your body"


def reviewed() -> None:
    user = User.objects.create_user("clinician")
    reviewer = Reviewer.objects.create(name="A. Example", credential="Example nurse", is_clinician=True, user=user)
    Review.objects.record(guide(), reviewer=reviewer, user=user)
    guide().get_latest_revision().publish()


def in_the_workflow() -> None:
    submitted()


def locked() -> None:
    GuidePage.objects.filter(pk=guide().pk).update(locked=True)


def edited() -> None:
    page = guide()
    page.summary = "An editor's own words."
    page.save_revision().publish()


def drafted() -> None:
    page = guide()
    page.summary = "An editor's own words."
    page.save_revision()


def unpublished() -> None:
    guide().unpublish()


def state(page: GuidePage) -> tuple[object, ...]:
    reviewed_by = page.review_status, page.reviewer, page.last_reviewed
    return (page.summary, page.live, page.locked, page.latest_revision_id, page.workflow_in_progress, *reviewed_by)


def run(*arguments: str) -> tuple[list[str], list[str]]:
    said, warned = StringIO(), StringIO()
    call_command("import_guides", *arguments, stdout=said, stderr=warned)
    return said.getvalue().splitlines(), warned.getvalue().splitlines()


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        (reviewed, "clinically reviewed on "),
        (in_the_workflow, "in the workflow in the admin; let that end"),
        (locked, "locked in the admin; unlock it there"),
        (edited, "changed in the admin since it was imported; export_guides writes"),
        (drafted, "changed in the admin since it was imported; export_guides writes"),
        (unpublished, "unpublished in the admin; publish it there"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_page_that_somebody_works_on_is_left_as_it_is_with_one_line_that_says_why(
    tmp_path: Path, happened: Callable[[], None], reason: str
) -> None:
    path = changed(tmp_path, OLD, NEW)
    happened()
    before = state(guide())
    said, warned = run(str(path))
    (line,) = warned
    assert line.startswith(f"left as it is: {TRAINING.name}: {reason}")
    assert line.endswith("--overwrite to replace it by the file")
    assert said == []
    assert state(guide()) == before
    assert run(str(path), "--overwrite") == (["published gradual-anal-training"], [])
    page = guide()
    assert NEW in page.summary
    assert page.live
    assert (page.review_status, page.reviewer) == ("editorial", None)
    assert not page.workflow_in_progress


def test_an_imported_page_may_be_imported_again_and_again(tmp_path: Path) -> None:
    assert run(str(changed(tmp_path, OLD, NEW))) == (["published gradual-anal-training"], [])
    assert run(str(TRAINING)) == (["published gradual-anal-training"], [])
    assert reason_to_keep(guide(), ImportRecord.objects.get(page=guide().pk)) == ""


def test_other_pages_of_the_same_import_are_imported(tmp_path: Path) -> None:
    path = changed(tmp_path, OLD, NEW)
    other = tmp_path / "when-to-get-help.en-gb.md"
    text = (TRAINING.parent / other.name).read_text(encoding="utf-8")
    other.write_text(text.replace('headline: "', 'headline: "Changed: ', 1), encoding="utf-8")
    locked()
    said, warned = run(str(path), str(other))
    assert said == ["published when-to-get-help"]
    assert len(warned) == 1


def test_a_term_that_was_changed_at_the_desk_is_left_as_it_is(tmp_path: Path) -> None:
    call_command("export_guides", str(tmp_path), "glossary", verbosity=0)
    file = tmp_path / "glossary.en-gb.md"
    page = term("dam")
    page.definition = "<p>An editor's own words.</p>"
    page.save_revision().publish()
    text = file.read_text(encoding="utf-8")
    assert "A thin sheet" in text
    file.write_text(text.replace("A thin sheet", "A thin square sheet"), encoding="utf-8")
    said, warned = run(str(file))
    (line,) = warned
    assert line.startswith("left as it is: glossary.en-gb.md, dam: changed in the admin")
    assert not [each for each in said if each.startswith("published")]
    assert "An editor's own words." in term("dam").definition


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("review_status: editorial", "review_status: clinical", "write review_status: editorial"),
        ("headline: ", f"headline: {'x' * 161} ", "gradual-anal-training.en-gb.md, line 3, headline: .*160"),
    ],
)
def test_what_a_file_cannot_say_is_told_in_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path, before = changed(tmp_path, old, new), state(guide())
    with pytest.raises(CommandError, match=said) as refused:
        call_command("import_guides", str(path))
    assert "\n" not in str(refused.value)
    assert state(guide()) == before


def test_a_review_stays_at_its_desk_when_a_guide_is_exported(tmp_path: Path) -> None:
    reviewed()
    call_command("export_guides", str(tmp_path), "gradual-anal-training", verbosity=0)
    assert "review_status: editorial\n" in (tmp_path / TRAINING.name).read_text(encoding="utf-8")
