"""Images in guides: required text alternatives, the files that readers get, and changes to images."""

import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ReferenceIndex

from education.content_io.diagrams import CONTENT, draw
from education.content_io.files.file_reader import guide_files, read_guide_file
from education.guides.guide_views import guide_view
from education.models import GuideImage, GuidePage
from education.models.publish_checks import UnsafePick
from storefront.core.markets import default_market
from tests.education.admin.test_guide_form import form_of
from tests.education.editing import guide
from tests.markup import compact

pytestmark = pytest.mark.django_db
ADDRESS, ANCHOR = "/guides/choosing-a-first-toy/", "flared-base"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def bytes_of(width: int = 1500, kind: str = "PNG", colour: str = "navy") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, width // 2), colour).save(file, kind)
    return file.getvalue()


def image(name: str = "test.png", **drawn_as: Any) -> GuideImage:
    made: GuideImage = GuideImage.objects.create(title="Test", file=ContentFile(bytes_of(**drawn_as), name))
    return made


def with_figure(key: int | None, alt: str = "A blue field.", **words: str) -> GuidePage:
    """The guide with one image, not saved."""
    page = guide("choosing-a-first-toy")
    sections = json.loads(json.dumps(page.sections.get_prep_value()))
    figure = {"image": key, "alt": alt, "caption": "", "credit": "", **words}
    sections[0]["value"]["figures"] = [{"type": "item", "value": figure, "id": "a"}]
    page.sections = json.dumps(sections)
    return page


def published(key: int, alt: str = "A blue field.", **words: str) -> None:
    with_figure(key, alt, **words).save_revision().publish()


def figure_on(client: Client, path: str = ADDRESS) -> dict[str, str]:
    """The attributes of the image in the first section."""
    html = compact(client.get(path).content.decode()).split(f'id="{ANCHOR}"')[1].split("</section>")[0]
    (tag,) = re.findall(r"<figure[^>]*><img ([^>]*)>", html)
    return dict(re.findall(r'([a-z]+)="([^"]*)"', tag))


def signed_in_as(role: str) -> Client:
    user = User.objects.create_user(role, password="a long example phrase")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtailimages:add"), {"title": "An upload", "file": file, "collection": 1})


def test_an_image_has_words_a_size_and_three_widths_of_our_own(client: Client) -> None:
    published(image().pk, caption="Blue, and only blue.", credit="Drawn by us.")
    shown = figure_on(client)
    assert shown["alt"] == "A blue field."
    assert (shown["width"], shown["height"], shown["loading"]) == ("1440", "720", "lazy")
    files = [file.split() for file in shown["srcset"].split(", ")]
    assert [width for _, width in files] == ["480w", "960w", "1440w"]
    for address, width in files:
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert f"{Image.open(io.BytesIO(b''.join(answer))).width}w" == width
    html = compact(client.get(ADDRESS).content.decode())
    assert "<figcaption>Blue, and only blue. <small>Drawn by us.</small></figcaption>" in html


def test_a_small_image_is_not_made_larger(client: Client) -> None:
    published(image(width=700).pk)
    assert [file.split()[1] for file in figure_on(client)["srcset"].split(", ")] == ["480w", "700w"]


def test_what_an_editor_writes_of_an_image_stays_in_its_place(client: Client) -> None:
    published(image().pk, '"><script>x</script>', caption="<b onclick=x>hi</b>")
    assert figure_on(client)["alt"] == "&quot;&gt;&lt;script&gt;x&lt;/script&gt;"
    assert "<b onclick" not in client.get(ADDRESS).content.decode()


def test_reading_a_guide_asks_for_no_image() -> None:
    page = guide("choosing-a-first-toy")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        view = guide_view(page, default_market())
    assert len(view.figures) == 2
    assert not [query for query in asked if "guideimage" in query["sql"] or "guiderendition" in query["sql"]]


def test_a_draft_shows_its_images_before_it_is_live() -> None:
    view = guide_view(with_figure(image().pk), default_market(), is_draft=True)
    assert view.sections[0].figures[0].alt == "A blue field."


@pytest.mark.parametrize("alt", ["", "  "])
def test_an_image_without_words_cannot_go_live(alt: str) -> None:
    with pytest.raises(UnsafePick, match="An image of “First, the flared base” has no text alternative"):
        published(image().pk, alt)


def test_an_image_that_is_gone_cannot_go_live() -> None:
    with pytest.raises(UnsafePick, match="no longer there"):
        published(999_999)


def test_an_author_uploads_an_image_and_a_guide_is_saved_with_it(client: Client) -> None:
    author = signed_in_as("Authors")
    assert upload(author, "field.png", bytes_of()).status_code == 302
    made = GuideImage.objects.get(title="An upload")
    page = with_figure(made.pk)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert author.post(edit, form_of(page)).status_code == 302
    saved = guide("choosing-a-first-toy").get_latest_revision_as_object()
    assert saved.sections[0].value["figures"][0]["image"] == made.pk
    assert "A blue field." in author.get(edit).content.decode()
    revisions = saved.revisions.order_by("-pk")
    compared = author.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, revisions[1].pk, revisions[0].pk])
    )
    assert "A blue field." in compared.content.decode()


def test_the_admin_knows_which_guides_show_an_image() -> None:
    made = image()
    published(made.pk)
    assert [used.pk for used, _ in ReferenceIndex.get_grouped_references_to(made)] == [guide("choosing-a-first-toy").pk]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.png", bytes_of(kind="JPEG")),
        ("a.gif", bytes_of(kind="GIF")),
        ("a.png", bytes_of() + b"0" * 5 * 1024 * 1024),
    ],
    ids=["svg", "svg called png", "jpeg called png", "gif", "too large"],
)
def test_what_is_no_plain_picture_of_five_megabytes_is_refused(name: str, content: bytes) -> None:
    assert upload(signed_in_as("Editors"), name, content).status_code == 200
    assert not GuideImage.objects.filter(title="An upload").exists()


def test_a_reader_or_a_merchant_uploads_nothing(client: Client) -> None:
    for visitor in (client, signed_in_as("Merchants")):
        upload(visitor, "field.png", bytes_of())
    assert not GuideImage.objects.filter(title="An upload").exists()


def test_only_editors_can_open_uploaded_originals(client: Client) -> None:
    made = image()
    assert made.file.url.startswith("/media/original_images/")
    assert client.get(made.file.url).status_code == 404
    assert signed_in_as("Authors").get(made.file.url).status_code == 200
    for path in ("images/", "images/..", "images/../original_images/test.png", "images/%2e%2e%2foriginal_images", "x/"):
        assert client.get(f"/media/{path}").status_code == 404


def test_a_replaced_image_file_is_on_the_page_immediately(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = image()
    published(made.pk)
    before = figure_on(client)["src"]
    other = {"title": "Other", "file": SimpleUploadedFile("other.png", bytes_of(1000)), "collection": 1}
    with django_capture_on_commit_callbacks(execute=True):
        signed_in_as("Editors").post(reverse("wagtailimages:edit", args=[made.pk]), other)
    after = figure_on(client)
    assert after["src"] != before
    assert after["width"] == "1000"
    assert client.get(after["src"]).status_code == 200


def test_renditions_that_an_operator_regenerates_are_on_the_page(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    published(image().pk)
    before = figure_on(client)["src"]
    (settings.MEDIA_ROOT / before.removeprefix("/media/")).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("wagtail_update_image_renditions", verbosity=0)
    after = figure_on(client)["src"]
    assert after != before
    assert client.get(after).status_code == 200


@pytest.mark.database
def test_a_page_whose_image_is_deleted_goes_on_without_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = image()
    published(made.pk)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in_as("Editors").post(reverse("wagtailimages:delete", args=[made.pk]))
    html = client.get(ADDRESS).content.decode()
    assert "A blue field." not in html
    assert "First, the flared base" in html


def test_structured_data_names_the_images(client: Client) -> None:
    published(image().pk)
    shown = figure_on(client)["src"]
    medical = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', _html(client))[0])
    assert [urlsplit(address).path for address in medical["image"]][1] == shown
    index = client.get("/sitemap.xml").content.decode()
    maps = re.findall(r"<loc>([^<]+)</loc>", index) if "<sitemapindex" in index else ["/sitemap.xml"]
    written = "".join(client.get(urlsplit(each).path + "?" + urlsplit(each).query).content.decode() for each in maps)
    assert f"{shown}</image:loc>" in written


def _html(client: Client) -> str:
    return client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("path", sorted((CONTENT / "drawings").glob("*.svg")), ids=lambda path: path.stem)
def test_a_drawing_has_no_words_and_matches_its_png(path: Path) -> None:
    svg = path.read_text(encoding="utf-8")
    words = {word for text in re.findall(r"<text[^>]*>([^<]*)<", svg) for word in re.findall("[A-Za-z/]+", text)}
    assert words <= {"mm", "cm", "h", "AA", "mOsm/kg"}
    kept = Image.open(CONTENT / "images" / f"{path.stem}.png")
    assert kept.size == Image.open(io.BytesIO(draw(svg))).size
    assert kept.width == 1440


def test_every_picture_of_the_guides_is_used_in_both_languages() -> None:
    kept = {f"images/{path.name}" for path in (CONTENT / "images").iterdir()}
    for language in ("en-gb", "de-de"):
        used = [figure.image for path in guide_files(language) for _, figure in read_guide_file(path)[0].figures]
        assert set(used) == kept
