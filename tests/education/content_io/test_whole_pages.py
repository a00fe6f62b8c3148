"""Everything that an editor can fill in comes back from a page's file: values are made from the blocks themselves."""

import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import assume, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.fields import StreamField

from education.blocks.images import ImageKeyBlock
from education.blocks.product_chooser import ProductChooserBlock
from education.blocks.sources import SourceCodesBlock
from education.content_io.exporter import file_text, guide_file, images_of
from education.content_io.files.file_format import GuideFile
from education.content_io.files.file_reader import decode
from education.content_io.pages.block_mapping import FileKeys
from education.content_io.pages.page_content import GUIDE_STREAMS, guide_content
from education.content_io.pages.page_keys import PageKeys
from education.models import GlossaryIndexPage, GuideImage, GuideIndexPage, GuidePage, HomePage
from storefront.catalog.models import Product
from storefront.core.text.typed_text import clean_line
from tests.education.content_io.test_rich_text import content, draftail_texts
from tests.education.editing import guide, term

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ROUNDTRIP", "200")) // 40
lines = st.text(alphabet="aB ä'\"*_[]<&#:-–\u00a0\u00ad1.,{}!|>%@`\\\t", min_size=1, max_size=30)


def values(block: blocks.Block, products: list[int], images: list[int]) -> st.SearchStrategy[Any]:
    """Return values of a block as forms send them on, valid or not."""
    if isinstance(block, blocks.StructBlock):
        fields = {name: values(child, products, images) for name, child in block.child_blocks.items()}
        return st.fixed_dictionaries(fields)
    if isinstance(block, blocks.ListBlock):
        items = st.lists(values(block.child_block, products, images), max_size=2)
        return items.map(
            lambda found: [{"type": "item", "value": value, "id": str(n)} for n, value in enumerate(found)]
        )
    if isinstance(block, ProductChooserBlock):
        return st.sampled_from(products)
    if isinstance(block, ImageKeyBlock):
        return st.sampled_from(images)
    if isinstance(block, blocks.RichTextBlock):
        return draftail_texts()
    if isinstance(block, SourceCodesBlock):
        return st.sampled_from(["", "S1", "S1, S2"])
    if isinstance(block, blocks.BooleanBlock):
        return st.booleans()
    if isinstance(block, blocks.IntegerBlock):
        return st.none() | st.integers(0, 8)
    if isinstance(block, blocks.ChoiceBlock):
        chosen = [value for value, _ in block.field.choices if value]
        return st.sampled_from(chosen if block.required else ["", *chosen])
    if isinstance(block, blocks.URLBlock):
        return st.sampled_from(["", "https://e.example/", "https://e.example/?a=1&b=%20#c"])
    patterns = [each.regex.pattern for each in block.field.validators if hasattr(each, "regex")]
    if patterns:
        typed = st.from_regex(patterns[0].replace(r"\Z", "") + r"\Z").map(lambda text: text[:10])
        return typed if block.required else st.just("") | typed
    if block.field.max_length == 10:
        return st.sampled_from(["", "2022", "2022-02", "2022-02-23"])
    return lines if block.required else st.just("") | lines


def plain(value: Any) -> Any:
    """Return stored blocks without ids, with rich text as the editor shows it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return content(value) if isinstance(value, str) and re.match(r"<(p|h3|ul|ol)[ >]", value) else value


@given(data=st.data())
@trying(max_examples=EXAMPLES)
def test_every_field_and_block_of_a_guide_comes_back_from_its_file(data: st.DataObject) -> None:
    page, keys = guide("choosing-a-first-toy"), PageKeys.load()
    products = list(Product.objects.values_list("pk", flat=True)[:3])
    images = {f"images/{image.filename}": image.pk for image in GuideImage.objects.all()}
    page.title, page.headline, page.summary, page.seo_title, page.search_description = (
        clean_line(data.draw(lines)) or "x" for _ in range(5)
    )
    page.intro = data.draw(draftail_texts()).replace('id="7"', f'id="{page.pk}"')
    page.kind = data.draw(st.sampled_from(GuidePage.Kind.values))
    for name in GUIDE_STREAMS:
        field = GuidePage._meta.get_field(name)
        assert isinstance(field, StreamField)
        ((kind, block),) = field.stream_block.child_blocks.items()
        drawn = data.draw(st.lists(values(block, products, list(images.values())), max_size=2))
        stored = field.to_python([{"type": kind, "value": value, "id": str(n)} for n, value in enumerate(drawn)])
        try:
            setattr(page, name, field.stream_block.clean(stored))
        except ValidationError:
            setattr(page, name, field.to_python([]))
    assume(page.sections or page.stages or page.care_cards)
    lost: list[str] = []
    text = file_text(guide_file(page, keys, lost.append))
    again, _ = decode("a-guide.en-gb.md", text.encode(), GuideFile)
    refused: list[str] = []
    names = FileKeys(
        products=dict(Product.objects.values_list("slug", "pk")),
        images=images,
        page=lambda _, key: keys.page("en-gb", key),
        refuse=lambda path, message: refused.append(f"{path}: {message}"),
        leave_out=lambda path, message: refused.append(f"{path}: {message}"),
    )
    imported = guide_content(again, names)
    assert refused == []
    # Generated links to pages lead nowhere here, and their loss is named.
    assert {words.partition(": ")[2] for words in lost} <= {"a link to a page that is gone"}
    if not lost:
        for name in GUIDE_STREAMS:
            assert plain(imported[name]) == plain(getattr(page, name).get_prep_value()), name
        assert content(imported["intro"]) == content(page.intro)
    for name in ("title", "headline", "summary", "seo_title", "search_description", "kind", "last_reviewed"):
        assert imported[name] == getattr(page, name), name


def exported(folder: Path, *names: str) -> tuple[list[str], list[str]]:
    said, lost = StringIO(), StringIO()
    call_command("export_guides", str(folder), *names, stdout=said, stderr=lost)
    return said.getvalue().splitlines(), lost.getvalue().splitlines()


def test_texts_of_home_page_and_lists_come_back_from_their_file(tmp_path: Path) -> None:
    home = HomePage.objects.get(locale__language_code="en-gb")
    home.headline, home.featured = "An editor's own", guide("choosing-a-lubricant")
    home.save_revision().publish()
    index = GuideIndexPage.objects.get(locale__language_code="en-gb")
    index.intro, index.slug, index.seo_title = "New words", "learn", "For search engines"
    index.save_revision().publish()
    exported(tmp_path)
    HomePage.objects.get(locale__language_code="en-gb").delete()
    call_command("import_guides", str(tmp_path), "--restore", verbosity=0)
    again = HomePage.objects.get(locale__language_code="en-gb")
    assert (again.headline, again.featured.slug) == ("An editor's own", "choosing-a-lubricant")
    assert again.commitments.get_prep_value() == home.commitments.get_prep_value()
    guides = GuideIndexPage.objects.get(locale__language_code="en-gb")
    assert (guides.intro, guides.slug, guides.seo_title) == ("New words", "learn", "For search engines")
    assert guides.about.get_prep_value() == index.about.get_prep_value()


def test_importing_an_export_changes_nothing(tmp_path: Path) -> None:
    _, lost = exported(tmp_path)
    assert lost == [line for line in lost if "A dump of the database has them" in line]
    said, warned = StringIO(), StringIO()
    call_command("import_guides", str(tmp_path), stdout=said, stderr=warned)
    assert {line.split()[0] for line in said.getvalue().splitlines()} == {"unchanged"}
    assert warned.getvalue() == ""


def test_what_is_not_exported_is_named(tmp_path: Path) -> None:
    page = guide("choosing-a-first-toy")
    page.sections[0].value["figures"][0]["image"] = 999_999
    page.stages[0].value["products"][0]["product"] = None
    page.intro = '<p>See <a linktype="page" id="999999">this</a>.</p>'
    page.save()
    draft = guide("when-to-get-help")
    draft.summary = "Not published yet."
    draft.save_revision()
    guide("what-goes-with-what").unpublish()
    image = images_of(guide("choosing-a-lubricant"))[0]
    image.title = "A title of the editor's own"
    image.save()
    index = GlossaryIndexPage.objects.get(locale__language_code="en-gb")
    assert term("dam").get_parent().specific == index
    lost = "\n".join(exported(tmp_path)[1])
    for words in (
        "Choosing a first toy: an image that is gone",
        "Choosing a first toy: a product that is gone",
        "Choosing a first toy: a link to a page that is gone",
        "changes that are not published yet",
        ", which is not published",
        "Choosing a lubricant: the title “A title of the editor's own” of the image",
        "synonyms",
    ):
        assert words in lost, lost


def test_an_empty_field_of_a_stage_is_not_written() -> None:
    text = file_text(guide_file(guide()))
    assert ": ''" not in text
    assert "null" not in text
