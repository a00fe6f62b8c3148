"""Product descriptions: what Saleor's editor can write is shown, and what is not shown is named."""

import re
from typing import Any

import msgspec
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django import Settings

from storefront.catalog.models import Collection, Product
from storefront.catalog.pages.rich_text import Converted, convert
from storefront.catalog.sync.full_sync import sync_catalog
from storefront.catalog.sync.mapping import map_product
from storefront.dashboard.panels.catalog_panels import health_panels, product_panels
from storefront.sandbox.models import Category as SandboxCategory
from storefront.sandbox.models import Collection as SandboxCollection
from tests.catalog.factories import PLUG, make_answer

MEDIA = "https://media.example"


def converted(*blocks: object) -> Converted:
    return convert(msgspec.json.encode({"blocks": blocks}).decode())


def block(kind: str, **data: object) -> dict[str, object]:
    return {"type": kind, "data": data}


def item(content: str, *items: object, **meta: object) -> dict[str, object]:
    return {"content": content, "meta": meta, "items": list(items)}


SHOWN: list[tuple[dict[str, object], str]] = [
    (block("paragraph", text="Use <b>plenty</b>, <s>less</s>."), "<p>Use <b>plenty</b>, <s>less</s>.</p>"),
    (block("paragraph", text=1.5), "<p>1.5</p>"),
    (block("list", style="unordered", items=["one", "two"]), "<ul><li>one</li><li>two</li></ul>"),
    (
        block("list", style="ordered", meta={"start": 3, "counterType": "lower-roman"}, items=[item("third")]),
        '<ol start="3" type="i"><li>third</li></ol>',
    ),
    (
        block("list", style="ordered", meta={"start": 1, "counterType": "numeric"}, items=[item("a", item("b"))]),
        "<ol><li>a<ol><li>b</li></ol></li></ol>",
    ),
    (block("list", style="ordered", meta={"start": "4"}, items=[item("x")]), '<ol start="4"><li>x</li></ol>'),
    (
        block("list", style="checklist", items=[item("Washed", checked=True), item("Dry", item("Warm"))]),
        "<ul><li>☑ Washed</li><li>☐ Dry<ul><li>☐ Warm</li></ul></li></ul>",
    ),
    (
        block("checklist", items=[{"text": "Check latex", "checked": True}, {"text": "Patch test", "checked": False}]),
        "<ul><li>☑ Check latex</li><li>☐ Patch test</li></ul>",
    ),
    (
        block("quote", text="Slowly", caption="A nurse", alignment="left"),
        "<blockquote><p>Slowly</p><footer>A nurse</footer></blockquote>",
    ),
    (
        block("warning", title="Not with latex", message="Oil weakens it."),
        "<aside><p><strong>Not with latex</strong></p><p>Oil weakens it.</p></aside>",
    ),
    (block("delimiter"), "<hr>"),
    (block("code", code="a < b"), "<pre><code>a &lt; b</code></pre>"),
    (
        block("table", withHeadings=True, content=[["Size", "Widest"], ["<b>S</b>", "24 mm"], ["M"]]),
        '<table><thead><tr><th scope="col">Size</th><th scope="col">Widest</th></tr></thead>'
        "<tbody><tr><td><b>S</b></td><td>24 mm</td></tr><tr><td>M</td><td></td></tr></tbody></table>",
    ),
    (
        block("table", withHeadings=False, stretched=True, content=[["a", "b"]]),
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    ),
    (
        block("linkTool", link="https://x.example/a", meta={"title": "Read"}),
        '<p><a href="https://x.example/a" rel="nofollow noopener noreferrer">Read</a></p>',
    ),
    (
        block("image", file={"url": f"{MEDIA}/a.png"}, caption="The <b>base</b>"),
        f'<figure><img src="{MEDIA}/a.png" alt="The base" loading="lazy">'
        "<figcaption>The <b>base</b></figcaption></figure>",
    ),
]


@pytest.mark.parametrize(("given_block", "html"), SHOWN, ids=[str(case[0]["type"]) for case in SHOWN])
def test_what_the_editor_writes_is_shown_in_full(given_block: dict[str, object], html: str, settings: Settings) -> None:
    settings.SALEOR_MEDIA_ORIGINS = [MEDIA]
    assert converted(given_block) == Converted(html=html)


def test_headers_keep_their_order_and_skip_no_level() -> None:
    result = converted(
        block("header", text="A", level=1), block("header", text="B", level=3), block("header", text="C", level=2)
    )
    assert result.html.splitlines() == ["<h3>A</h3>", "<h5>B</h5>", "<h4>C</h4>"]
    assert converted(block("header", text="A", level=3)).html == "<h3>A</h3>"


@pytest.mark.parametrize(
    ("given_block", "html", "kind"),
    [
        (block("image", file={"url": "https://x.example/a.png"}, caption="The base"), "<p>The base</p>", "image"),
        (block("image", url="https://x.example/a.png"), "", "image"),
        (block("image", file={"url": "data:image/png;base64,AA"}), "", "image"),
        (
            block("embed", source="https://v.example/1", embed="https://v.example/e/1", caption="How to"),
            '<p><a href="https://v.example/1" rel="nofollow noopener noreferrer">How to</a></p>',
            "embed",
        ),
        (block("raw", html="<b>x</b>"), "", "raw"),
        (block("table", content="a"), "", "table"),
        (block("list", style="unordered", items="a"), "", "list"),
        (block("<script>"), "", "unknown"),
        ({"type": 3, "data": {}}, "", "unknown"),
        ({"type": "paragraph", "data": []}, "", "paragraph"),
        ("text", "", "unknown"),
        (None, "", "unknown"),
    ],
)
def test_what_is_not_shown_is_left_out_alone_and_named(given_block: object, html: str, kind: str) -> None:
    before, after = block("paragraph", text="Before."), block("paragraph", text="After.")
    result = converted(before, given_block, after)
    assert result.html.splitlines() == ["<p>Before.</p>", *filter(None, [html]), "<p>After.</p>"]
    assert result.left_out == (kind,)


@pytest.mark.parametrize("text", ["{", "[1]", "[" * 5000, '{"blocks": 3}', '{"blocks": "a"}'])
def test_an_unreadable_text_is_named(text: str) -> None:
    assert convert(text) == Converted(html="", left_out=("text",))


def test_a_list_is_shown_as_deep_as_saleor_allows() -> None:
    nested: dict[str, Any] = item("deepest")
    for _ in range(9):
        nested = item("level", nested)
    assert converted(block("list", style="unordered", items=[nested])).left_out == ()
    too_deep = converted(block("list", style="unordered", items=[item("level", nested)]))
    assert too_deep.left_out == ("list",)
    assert too_deep.html.count("level") == 10


@pytest.mark.django_db
def test_the_merchant_is_told_what_is_not_shown() -> None:
    answer = make_answer("plug", attributes=PLUG)
    description = msgspec.json.encode({"blocks": [block("raw", html="x"), block("image", url="https://x.example/a")]})
    mapped = map_product(msgspec.structs.replace(answer, description=description.decode()), category=None)
    assert mapped.row.left_out == ["image", "raw"]
    product = Product.objects.order_by("pk").filter(listings__published=True)[0]
    Product.objects.filter(pk=product.pk).update(left_out=["image", "raw"])
    with translation.override("en"):
        notes = [note.text for panel in product_panels(product.saleor_id) for note in panel.notes]
        assert "Its description is not shown in full. Not shown: images from other websites, raw." in notes
        shop = [note.text for panel in health_panels() for note in panel.notes]
        assert any(product.name in text and "images from other websites, raw" in text for text in shop)


@pytest.mark.django_db
def test_the_merchant_is_told_of_categories_and_collections_too() -> None:
    raw = msgspec.json.encode({"blocks": [block("raw", html="x")]}).decode()
    SandboxCategory.objects.filter(slug="lubricants").update(description=raw)
    SandboxCollection.objects.filter(slug=Collection.objects.filter(listings__published=True)[0].slug).update(
        description=raw
    )
    sync_catalog(["uk"])

    with translation.override("en"):
        (panel,) = (panel for panel in health_panels() if panel.title == "Categories and collections")

    assert len(panel.notes) == 2
    assert all(note.text.endswith("its text is not shown in full. Not shown: raw.") for note in panel.notes)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "items",
                    "content",
                    "meta",
                    "start",
                    "level",
                    "style",
                    "checked",
                    "file",
                    "url",
                    "caption",
                    "source",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
kinds = st.sampled_from(
    [
        "paragraph",
        "header",
        "list",
        "checklist",
        "quote",
        "warning",
        "delimiter",
        "table",
        "code",
        "embed",
        "image",
        "raw",
    ]
)
untidy = st.lists(
    st.fixed_dictionaries({"type": kinds | json_values, "data": json_values})
    | st.fixed_dictionaries(
        {
            "type": kinds,
            "data": st.fixed_dictionaries(
                {"text": json_values, "level": json_values, "items": json_values, "content": json_values},
                optional={
                    "style": st.sampled_from(["ordered", "checklist", 3]),
                    "meta": json_values,
                    "file": json_values,
                },
            ),
        }
    )
    | json_values,
    max_size=4,
)


@given(blocks=untidy)
@trying(max_examples=150)
def test_no_untidy_text_fails_or_makes_unsafe_html(blocks: list[object]) -> None:
    result = converted(block("paragraph", text="First."), *blocks)
    assert result.html.startswith("<p>First.</p>")
    tags = set(re.findall(r"<([a-z0-9]+)", result.html))
    assert not tags & {"script", "iframe", "style", "object", "img", "video", "form", "input"}
    assert not re.search(r"<[^>]*\son\w+=|javascript:", result.html)


@given(text=st.text(max_size=200))
@trying(max_examples=50)
def test_no_text_fails(text: str) -> None:
    assert isinstance(convert(text).html, str)
