"""Pages that an import creates together are what Wagtail would have made of them one by one."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published

from education.content_io.files.file_reader import CONTENT
from education.models import GlossaryIndexPage, GuideIndexPage, GuidePage, HomePage, StageProduct
from storefront.page_cache.models import Invalidation
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
NOT_COMPARED = {"last_published_at", "latest_revision_created_at", "imported", "related"}
"""Dates, what Wagtail does not know, and rows with new keys each time, which `rows_of` compares by what they say."""
LUBRICANT = "choosing-a-lubricant"


def copies(folder: Path, *slugs: str, slug: str = LUBRICANT) -> list[str]:
    """Files of new guides, each with the text of one of ours."""
    text = (CONTENT / f"{slug}.en-gb.md").read_text(encoding="utf-8")
    (folder / "images").symlink_to(CONTENT / "images")
    paths = [folder / f"{new}.en-gb.md" for new in slugs]
    for new, path in zip(slugs, paths, strict=True):
        path.write_text(text.replace(f"slug: {slug}\n", f"slug: {new}\n"), encoding="utf-8")
    return [str(path) for path in paths]


def rows_of(page: Page) -> dict[str, Any]:
    """What the database says of a page: its own row, references, words for search, and products of its stages."""
    fresh = type(page).objects.get(pk=page.pk)
    references = ReferenceIndex.get_references_for_object(fresh)
    products = StageProduct.objects.filter(page=fresh)
    entries = IndexEntry.objects.filter(content_type=fresh.cached_content_type, object_id=str(fresh.pk))
    return {
        "fields": {name: value for name, value in fresh.serializable_data().items() if name not in NOT_COMPARED},
        "related": [row.guide_id for row in fresh.related.all()] if isinstance(fresh, GuidePage) else [],
        "references": Counter(references.values_list("to_content_type", "to_object_id", "model_path")),
        "search": list(entries.values_list("title", "autocomplete", "body")),
        "products": set(products.values_list("anchor", "product", "position", "reason", "is_matched")),
    }


@pytest.mark.database
@pytest.mark.parametrize(
    "find",
    [
        lambda: guide(),
        lambda: guide(LUBRICANT, "de-de"),
        lambda: term("dam"),
        lambda: HomePage.objects.get(locale__language_code="de-de"),
        lambda: GuideIndexPage.objects.get(locale__language_code="en-gb"),
        lambda: GlossaryIndexPage.objects.get(locale__language_code="en-gb"),
    ],
    ids=["guide", "German guide", "term", "home page", "list of guides", "glossary"],
)
def test_publishing_an_imported_page_by_wagtail_changes_nothing(find: Any) -> None:
    page = find()
    before = rows_of(page)
    assert before["search"]
    assert before["related"] or not isinstance(page, GuidePage)
    assert page.latest_revision_id == page.live_revision_id
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.save()
    assert rows_of(page) == before


@pytest.mark.database
def test_the_tree_of_imported_pages_has_no_faults() -> None:
    assert all(not faults for faults in Page.find_problems())
    for page in Page.objects.filter(depth__gt=1):
        assert page.numchild == page.get_children().count()
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"


def test_each_new_page_has_a_log_entry_for_its_creation_and_one_for_its_publishing(tmp_path: Path) -> None:
    call_command("import_guides", *copies(tmp_path, "one", "two"), verbosity=0)
    for slug in ("one", "two"):
        entries = PageLogEntry.objects.filter(page=guide(slug).pk).order_by("pk")
        assert list(entries.values_list("action", "revision", "label")) == [
            ("wagtail.create", None, guide(slug).title),
            ("wagtail.publish", guide(slug).live_revision_id, guide(slug).title),
        ]


def test_new_pages_are_announced_as_published_and_cached_pages_are_invalidated_once(tmp_path: Path) -> None:
    announced: list[tuple[type[Page], str, Revision]] = []

    def note(*, sender: type[Page], instance: Page, revision: Revision, **_: Any) -> None:
        announced.append((sender, instance.slug, revision))

    before = Invalidation.objects.filter(tag="guides").count()
    page_published.connect(note)
    try:
        call_command("import_guides", *copies(tmp_path, "one", "two", "three"), verbosity=0)
    finally:
        page_published.disconnect(note)
    assert announced == [(GuidePage, slug, guide(slug).live_revision) for slug in ("one", "two", "three")]
    assert Invalidation.objects.filter(tag="guides").count() == before + 1


def test_a_new_page_is_found_by_search_and_knows_its_products(tmp_path: Path) -> None:
    call_command("import_guides", *copies(tmp_path, "one"), verbosity=0)
    found = get_search_backend().search("osmolality", GuidePage)
    assert {"one", LUBRICANT} <= {page.slug for page in found}
    original = rows_of(guide(LUBRICANT))["products"]
    assert original
    assert rows_of(guide("one"))["products"] == original


def test_a_new_page_takes_few_statements(tmp_path: Path) -> None:
    """Wagtail's own methods take more than a hundred for each guide."""
    with CaptureQueriesContext(connection) as few:
        call_command("import_guides", *copies(tmp_path, "one"), verbosity=0)
    (tmp_path / "more").mkdir()
    with CaptureQueriesContext(connection) as more:
        call_command("import_guides", *copies(tmp_path / "more", *(f"guide-{n}" for n in range(10))), verbosity=0)
    assert (len(more) - len(few)) / 9 < 25


def test_a_new_guide_that_may_not_go_live_leaves_nothing_behind(tmp_path: Path) -> None:
    (path,) = copies(tmp_path, "one")
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(text.replace("sources: [", "sources: [X99, ", 1), encoding="utf-8")
    before = Page.objects.count(), Revision.objects.count()
    with pytest.raises(CommandError, match="X99"):
        call_command("import_guides", path, verbosity=0)
    assert (Page.objects.count(), Revision.objects.count()) == before
