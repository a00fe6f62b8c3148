"""Importing a file adds its images and removes those that it no longer names."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Revision

from education.content_io.files.file_reader import CONTENT
from education.models import GuideImage
from tests.education.editing import guide

pytestmark = pytest.mark.django_db
SLUG = "choosing-a-first-toy"
AT_IMAGE = rf"^{SLUG}\.en-gb\.md, line \d+, sections 1, figures 1, image: "


def exported(folder: Path) -> Path:
    call_command("export_guides", str(folder), SLUG, verbosity=0)
    return folder / f"{SLUG}.en-gb.md"


def bytes_of_images() -> dict[str, bytes]:
    return {image.filename: image.file.open().read() for image in GuideImage.objects.all()}


@pytest.mark.database
def test_the_same_file_makes_one_image_for_every_language_and_every_import() -> None:
    names = sorted(path.name for path in (CONTENT / "images").iterdir())
    assert sorted(GuideImage.objects.values_list("title", flat=True)) == [
        name.removesuffix(".png").replace("-", " ").capitalize() for name in names
    ]
    call_command("import_guides", verbosity=0)
    assert GuideImage.objects.count() == len(names)


def test_an_exported_guide_brings_its_images_to_a_desk_that_has_none(tmp_path: Path) -> None:
    file = exported(tmp_path)
    written = {path.name: path.read_bytes() for path in (tmp_path / "images").iterdir()}
    assert written == {name: (CONTENT / "images" / name).read_bytes() for name in ("flared-base.png", "widths.png")}
    said = [figure["alt"] for figure in guide(SLUG).sections[0].value["figures"]]
    guide(SLUG).delete()
    GuideImage.objects.all().delete()
    call_command("import_guides", str(file), "--restore", verbosity=0)
    figures = guide(SLUG).sections[0].value["figures"]
    assert [figure["alt"] for figure in figures] == said
    assert figures[0]["image"] == GuideImage.objects.get(title="Flared base").pk
    assert sorted(bytes_of_images().values()) == sorted(written.values())
    assert set(guide(SLUG).renditions) == {str(pk) for pk in GuideImage.objects.values_list("pk", flat=True)}


def test_an_image_that_is_gone_from_the_desk_is_left_out_of_the_file(tmp_path: Path) -> None:
    GuideImage.objects.filter(title="Flared base").delete()
    assert "flared-base.png" not in exported(tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'alt: "Two toys',
            'alt: " "\n        credit: "',
            r"line \d+, sections 1, figures 1, alt: This field is required",
        ),
        ("images/flared-base.png", "images/nothing.png", rf"{AT_IMAGE}.* images/nothing\.png is not there"),
        ("images/flared-base.png", "images/../secret.png", rf"{AT_IMAGE}.* in the folder images"),
        ("images/flared-base.png", "/etc/passwd", rf"{AT_IMAGE}.* in the folder images"),
        ("images/flared-base.png", "images/a-text.png", rf"{AT_IMAGE}.*a-text\.png: .*valid image"),
        (
            "A flared base is",
            "![A base](images/flared-base.png) is",
            r"sections 1, body: an image belongs under figures",
        ),
    ],
    ids=["no words", "no file", "another folder", "another root", "no image", "in the text"],
)
def test_an_image_that_cannot_be_imported_stops_the_import_and_is_named(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    file = tmp_path / f"{SLUG}.en-gb.md"
    text = (CONTENT / file.name).read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    (tmp_path / "images").mkdir()
    for path in (CONTENT / "images").iterdir():
        (tmp_path / "images" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "images" / "a-text.png").write_text("no image", encoding="utf-8")
    before = Revision.objects.count(), GuideImage.objects.count()
    with pytest.raises(CommandError, match=message):
        call_command("import_guides", str(file))
    assert (Revision.objects.count(), GuideImage.objects.count()) == before
