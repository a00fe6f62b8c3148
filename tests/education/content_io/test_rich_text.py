"""Rich text that an editor can save comes back from its file as it was.

`make roundtrip` tries 10,000 texts instead of 200.
"""

import json
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from education.blocks.text import FEATURES
from education.content_io.exporter import file_text
from education.content_io.files.file_format import Commitment, Section
from education.content_io.files.file_reader import decode
from education.content_io.files.rich_text import RichTextError, from_file
from education.content_io.files.rich_text_writer import to_file
from education.content_io.pages.page_links import resolve_links

EXAMPLES = int(os.environ.get("ROUNDTRIP", "200"))
PAGES = {7: "guides/choosing-a-lubricant", 8: "glossary/dam", 9: "", 10: "de-de:guides/choosing-a-lubricant"}
BY_KEY = {key: pk for pk, key in PAGES.items()}
BLOCK_TYPES = {"h2": "header-two", "h3": "header-three", "h4": "header-four"}
LIST_TYPES = {"ul": "unordered-list-item", "ol": "ordered-list-item"}
STYLES = {"bold": "BOLD", "italic": "ITALIC", "superscript": "SUPERSCRIPT", "subscript": "SUBSCRIPT"}
converter = ContentstateConverter(FEATURES)

PIECES = [
    *("a", "word", "Stop", " ", "  ", "\n", ".", ",", "!", "?", "“", "„nein“", "'", '"', "(", ")", "[", "]", "<", ">"),
    *("&", "&amp;", "&#35;", "*", "**", "_", "__", "`", "~~~", "```", "#", "### ", "- ", "+ ", "1. ", "2) ", "---"),
    *("===", "***", "> ", "|", "\\", "\\\\", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u2028", "\u0085", "\ufeff"),
    *("38\u00a0mm", "z.\u00a0B.", "ä", "é", "👩‍⚕️", "שלום", "‮", "x" * 30, "https://e.example/", "www.e.example"),
    *("![", "](", ")[", "<b>", "</p>", "<!--", "page:", ":", ": ", " #", "\t", "0", "99999999999. ", "=", "-", "<p>"),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(
        alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"),
        max_size=15,
    ),
)
addresses = st.one_of(
    st.sampled_from(
        [
            *("https://e.example/", "http://e.example/a b", "https://e.example/a(b)", "https://e.example/?a=1&copy=2"),
            *("mailto:a@e.example", "tel:+44123", "#main", "/guides/", "https://e.example/ü", "https://e.example/a)b"),
            *("https://e.example/<x>", 'https://e.example/"q"', "https://e.example/\\", "https://e.example/%20*_"),
        ]
    ),
    st.text(alphabet="ab ()<>\\&*_[]\"'%?#=é", max_size=12).map("https://e.example/".__add__),
)
links = st.one_of(addresses.map(lambda url: {"url": url}), st.sampled_from(sorted(PAGES)).map(lambda pk: {"id": pk}))


@st.composite
def draftail_texts(draw: st.DrawFn) -> str:
    """Rich text as Wagtail's editor saves it with FEATURES: from the content of its editor, by its own converter."""
    types = ["unstyled", *(name for feature, name in (BLOCK_TYPES | LIST_TYPES).items() if feature in FEATURES)]
    styles = [name for feature, name in STYLES.items() if feature in FEATURES]
    blocks: list[dict[str, Any]] = []
    entities: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(1, 4))):
        text, kind = draw(texts), draw(st.sampled_from(types))
        length = len(text.encode("utf-16-le")) // 2

        def span() -> dict[str, Any]:
            start = draw(st.integers(0, length - 1))  # noqa: B023  # called in this round only
            return {"offset": start, "length": draw(st.integers(1, length - start))}  # noqa: B023

        ranges = [{**span(), "style": draw(st.sampled_from(styles))} for _ in range(draw(st.integers(0, 3))) if length]
        linked = []
        if length and draw(st.booleans()):
            key = len(entities)
            entities[str(key)] = {"type": "LINK", "mutability": "MUTABLE", "data": draw(links)}
            linked.append({**span(), "key": key})
        blocks.append(
            {
                "key": f"{number:05}",
                "text": text,
                "type": kind,
                "depth": draw(st.integers(0, 4)) if kind in LIST_TYPES.values() else 0,
                "inlineStyleRanges": ranges,
                "entityRanges": linked,
            }
        )
    saved: str = converter.to_database_format(json.dumps({"blocks": blocks, "entityMap": entities}))
    return saved


def content(html: str) -> Any:
    """What the editor shows of stored rich text."""
    state = json.loads(converter.from_database_format(html))
    for block in state["blocks"]:
        del block["key"]
        # The order of ranges has no meaning.
        block["inlineStyleRanges"].sort(key=json.dumps)
    for entity in state["entityMap"].values():
        # Wagtail looks up these two in the database.
        entity["data"].pop("url" if "id" in entity["data"] else "parentId", None)
        entity["data"].pop("parentId", None)
    return state


def through_a_file(html: str) -> str:
    lost: list[str] = []
    text = to_file(html, PAGES, lost.append)
    assert lost == []
    section = Section(anchor="a", title="A", body=text)
    again, _ = decode("x", file_text(section).encode(), Section)
    return resolve_links(from_file(again.body), lambda key: BY_KEY[key])


@pytest.mark.django_db
@given(html=draftail_texts())
@trying(max_examples=EXAMPLES)
def test_what_an_editor_saves_comes_back_from_its_file(html: str) -> None:
    back = through_a_file(html)
    assert content(back) == content(html)
    assert through_a_file(back) == back


@given(text=texts)
@trying(max_examples=EXAMPLES)
def test_plain_text_comes_back_from_its_file(text: str) -> None:
    said = Commitment(title=text, text=text)
    assert decode("x", file_text(said).encode(), Commitment)[0] == said


@given(text=texts)
@trying(max_examples=EXAMPLES)
def test_a_typed_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        html = from_file(text)
    except RichTextError:
        return
    assert from_file(to_file(html, {}, lambda _: None)) == html


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>Ask <b>early</b>: 1 * 2</p>", "Ask **early**: 1 \\* 2"),
        ('<p>Look!<a href="https://e.example/">there</a></p>', "Look\\![there](https://e.example/)"),
        ("<ul><li>one</li><li>two</li></ul><p>After.</p>", "- one\n- two\n\nAfter."),
        ("<p>z.\u00a0B. 38\u00a0mm</p>", "z.\u00a0B. 38\u00a0mm"),
        ("<p>a<br/>- b</p>", "a\\\n\\- b"),
        ("<p><b>Stop </b>if it hurts.</p>", "<p><b>Stop </b>if it hurts.</p>"),
        ("<p>a<br/>---</p>", "<p>a<br/>---</p>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
    ],
)
def test_rich_text_is_markdown_where_markdown_says_the_same(html: str, written: str) -> None:
    assert to_file(html, {}, lambda _: None) == written
