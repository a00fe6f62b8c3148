"""A file that is not understood in full is refused in full, with each fault by file, line and field, in words."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from education.content_io.files.file_reader import CONTENT
from education.models import GuidePage
from tests.education.editing import guide

pytestmark = pytest.mark.django_db

BASE = """---
title: "A test"
headline: "The headline of a test"
slug: a-test
kind: explainer
summary: "A short answer. It has two sentences."
seo_description: "About the test."
review_status: editorial
intro: |
  Hello world.
sections:
  - anchor: what-matters
    title: "What matters"
    body: |
      Stop if it hurts.
stages:
  - anchor: adding-lubricant
    title: "Adding lubricant"
    purpose: "To test."
    body: |
      Text.
    stop_if:
      - "it hurts"
    products:
      - product: thicker-water-based-gel-100-ml
        reason: "Because."
stop_signs: ["Pain that does not stop"]
care_cards:
  - level: emergency
    title: "Call for help"
    body: ["Heavy bleeding"]
sources:
  - {code: S1, title: "A source", kind: official, url: "https://example.org/"}
---
"""
GEL = "thicker-water-based-gel-100-ml"
PROGRAMMERS = re.compile(
    r"expected `|got `|unpack|codec|UNIQUE|CHECK constraint|Traceback|\$\.|<unicode string>|NoneType"
)

FAULTS = [
    # What is replaced, what replaces it, and the line and words of the message.
    ("a text below", BASE, BASE + "\n## Read this first\n", "line 36: there is text below"),
    ("no fence at the end", "---\n", "", "line 1: the first line must be three hyphens"),
    ("cut short", 'stop_signs: ["Pain that does not stop"]', "stop_signs: [", "line 29"),
    ("empty", BASE, "", "the file is empty"),
    ("only spaces", BASE, " \n\n", "the file is empty"),
    ("no fields", BASE, "---\n---\n", "no fields"),
    ("only text", BASE, "---\nHello\n---\n", "no fields"),
    ("three dots", "care_cards:", "...\ncare_cards:", "line 29: there is text after three dots"),
    (
        "a list twice",
        "care_cards:",
        'stop_signs: ["Only this"]\ncare_cards:',
        "line 28, stop_signs: it is written twice",
    ),
    (
        "a field twice",
        "    purpose:",
        '    purpose: "x"\n    purpose:',
        "line 20, stages 1, purpose: it is written twice",
    ),
    ("unknown field", "kind: explainer", "kind: explainer\nauthor: Me", "line 6, author: there is no such field"),
    (
        "misspelt field",
        "stop_signs:",
        "stop_sings:",
        "line 27, stop_sings: there is no such field. Did you mean stop_signs",
    ),
    (
        "unknown inner field",
        "    purpose:",
        "    note: x\n    purpose:",
        "line 19, stages 1, note: there is no such field",
    ),
    ("missing field", 'summary: "A short answer. It has two sentences."\n', "", "summary: it is missing"),
    ("missing inner field", '    purpose: "To test."\n', "", "line 17, stages 1, purpose: it is missing"),
    ("colon", 'title: "A test"', "title: Lube: what now", "line 2: a text with a colon in it needs quotes"),
    ("comment", 'title: "A test"', "title: Our #1 test or # two", "line 2, title: the text after # would be lost"),
    ("tab", "  - anchor: what-matters", "\t- anchor: what-matters", "line 12: this begins with a tab"),
    ("number for text", 'purpose: "To test."', "purpose: 3", "line 19, stages 1, purpose: write a text"),
    ("yes for text", 'title: "A test"', "title: yes", "line 2, title: write a text"),
    ("date for text", 'title: "A test"', "title: 2026-11-26", "line 2, title: write a text"),
    ("nothing for text", 'title: "A test"', "title:", "line 2, title: it is empty"),
    ("list for text", 'title: "A test"', "title: [A, test]", "line 2, title: write one value"),
    (
        "text for list",
        'stop_signs: ["Pain that does not stop"]',
        "stop_signs: Pain",
        "line 27, stop_signs: write a list",
    ),
    ("nothing for list", 'stop_signs: ["Pain that does not stop"]', "stop_signs:", "line 27, stop_signs: it is empty"),
    (
        "text for fields",
        "  - anchor: what-matters",
        "  - Hello\n  - anchor: what-matters",
        "line 12, sections 1: write fields",
    ),
    (
        "no flag",
        "    purpose:",
        "    optional: maybe\n    purpose:",
        "line 19, stages 1, optional: write true or false",
    ),
    (
        "no number",
        "    purpose:",
        "    criteria: {find: many}\n    purpose:",
        "stages 1, criteria, find: write a whole number",
    ),
    (
        "octal",
        "    purpose:",
        "    criteria: {find: 010}\n    purpose:",
        "stages 1, criteria, find: write a whole number",
    ),
    (
        "bad date",
        "kind: explainer",
        "kind: explainer\nlast_reviewed: 2026-13-45",
        "line 6, last_reviewed: 2026-13-45 is not",
    ),
    (
        "time",
        "kind: explainer",
        "kind: explainer\nlast_reviewed: 2026-11-01 10:00:00",
        "line 6, last_reviewed: write a date",
    ),
    (
        "dates in the wrong order",
        "kind: explainer",
        "kind: explainer\nlast_reviewed: 2026-11-01\nnext_review: 2026-10-01",
        "line 7, next_review: The next review comes after",
    ),
    (
        "reference",
        'title: "A test"\nheadline: "The',
        'title: &a "A test"\nheadline: *a\nseo_title: "The',
        "headline: write the text",
    ),
    ("recursion", 'title: "A test"', "title: &a [*a]", "line 2, title: write one value"),
    ("tag", 'title: "A test"', "title: !!python/object/apply:os.system ['id']", "line 2, title"),
    ("list as a name", "kind: explainer", "? [a, b]\n: c\nkind: explainer", "line 5: the name of a field is one word"),
    ("backslash", 'title: "A test"', 'title: "A \\qtest"', "line 2: in double quotes"),
    ("two documents", BASE, BASE.replace("---\n", "---\n---\n", 1), "line 3: there is text below"),
    ("deep", 'title: "A test"', f"title: {'[' * 5000}", "line "),
    ("kind", "kind: explainer", "kind: Explainer", "line 5, kind: write step-by-step or explainer"),
    (
        "level",
        "level: emergency",
        "level: severe",
        "line 29, care_cards 1, level: write non-urgent or urgent or emergency",
    ),
    ("kind of source", "kind: official", "kind: rumour", "line 33, sources 1, kind: write official"),
    ("dangerous source", "https://example.org/", "javascript:alert(1)", "line 33, sources 1, url: Enter a valid URL"),
    ("date of source", "kind: official", 'kind: official, read: "2022-13"', "sources 1: read: 2022-13 is no date"),
    (
        "code of source twice",
        "sources:",
        "sources:\n  - {code: S1, title: b, kind: official}",
        "sources: named twice: S1",
    ),
    ("source not listed", "    stop_if:", "    sources: [S9]\n    stop_if:", "stages 1: The source S9"),
    ("anchor", "anchor: adding-lubricant", "anchor: Adding Lubricant!", "line 17, stages 1, anchor: Use lower-case"),
    ("anchor twice", "anchor: what-matters", "anchor: adding-lubricant", "line 12, sections 1: The anchor"),
    ("anchor of the page", "anchor: what-matters", "anchor: sources", "line 12, sections 1: The anchor"),
    (
        "empty title of a stage",
        'title: "Adding lubricant"',
        'title: ""',
        "line 18, stages 1, title: This field is required",
    ),
    (
        "invisible title",
        'title: "Adding lubricant"',
        'title: "\\u200b "',
        "line 18, stages 1, title: This field is required",
    ),
    ("empty title", 'title: "A test"', 'title: " "', "line 2, title: This field cannot be blank"),
    ("empty slug", "slug: a-test", "slug: ''", "line 4, slug: it is empty"),
    ("bad slug", "slug: a-test", 'slug: "Über uns/.."', "line 4, slug: Enter a valid"),
    ("long title", 'title: "A test"', f'title: "{"x" * 300}"', "line 2, title: Ensure this value has at most 255"),
    ("long headline", "The headline of a test", "x" * 161, "line 3, headline: Ensure this value has at most 160"),
    (
        "long summary",
        "A short answer.",
        "A short answer. " * 2000,
        "line 6, summary: Ensure this value has at most 1000",
    ),
    (
        "negative",
        "    purpose:",
        "    criteria: {max_diameter_mm: -5}\n    purpose:",
        "line 19, stages 1, criteria, max_diameter_mm",
    ),
    ("too many", "    purpose:", "    criteria: {find: 99}\n    purpose:", "line 19, stages 1, criteria, find"),
    (
        "unknown stage",
        "    purpose:",
        "    criteria: {stage: nope}\n    purpose:",
        "line 19, stages 1, criteria, stage: Select",
    ),
    (
        "unknown path",
        "    purpose:",
        "    paths: slow\n    purpose:",
        "line 19, stages 1, paths: write casual or concerted",
    ),
    (
        "unknown product",
        GEL,
        "no-such-thing",
        "line 25, stages 1, products 1, product: there is no product no-such-thing",
    ),
    ("product twice", "stop_signs:", f"      - product: {GEL}\nstop_signs:", "line 27, stages 1, products 2"),
    ("unsafe product", "adding-lubricant", "exterior-touch", "line 25, stages 1, products 1: "),
    (
        "claimed review",
        "review_status: editorial",
        "review_status: clinical",
        "line 8, review_status: write review_status",
    ),
    ("stage number", "kind: explainer", "kind: step-by-step", None),
    ("wrong number", "kind: explainer\n", "kind: step-by-step\n", None),
    (
        "related to itself",
        "sections:",
        "related: [a-test]\nsections:",
        "line 11, related: a guide does not lead to itself",
    ),
    (
        "related twice",
        "sections:",
        "related: [when-to-get-help, when-to-get-help]\nsections:",
        "line 11, related: named twice",
    ),
    (
        "related unknown",
        "sections:",
        "related: [nope]\nsections:",
        "line 11, related 1: there is no page called guides/nope",
    ),
    (
        "too many related",
        "sections:",
        "related: [when-to-get-help, choosing-a-lubricant, choosing-a-first-toy, safer-sex-and-stis]\nsections:",
        "line 11, related: 4 guides are named",
    ),
    (
        "link to nowhere",
        "Hello world.",
        "See [x](page:guides/nope).",
        "line 9, intro: there is no page called guides/nope",
    ),
    (
        "dangerous link",
        "Hello world.",
        "See [x](javascript:alert(1)).",
        "line 9, intro: a link cannot lead to javascript",
    ),
    ("data link", "Hello world.", "See [x](data:text/html,hi).", "line 9, intro: a link cannot lead to data"),
    ("HTML", "Hello world.", "Hello <script>alert(1)</script>", "line 9, intro: HTML tags are not read"),
    ("HTML block", "Hello world.", "<div>Hello</div>", "line 9, intro: HTML tags are not read"),
    ("HTML attribute", "Hello world.", '<p onclick="x">Hello</p>', "line 9, intro: HTML tags are not read"),
    ("unknown tag", "Hello world.", "<p>Hello <u>you</u></p>", "line 9, intro: the tag u cannot be here"),
    ("open tag", "Hello world.", "<p>Hello", "line 9, intro: the tag p is not closed"),
    ("picture", "Hello world.", "![x](images/x.png)", "line 9, intro: an image belongs under figures"),
    ("code", "Hello world.", "Say `hello`.", "line 9, intro: code"),
    ("quotation", "Hello world.", "> Hello", "line 9, intro: a quotation"),
    ("rule", "Hello world.", "Hello\n\n  ***\n", "line 9, intro: a line of hyphens"),
    ("heading", "Hello world.", "# Hello", "line 9, intro: only headings with ###"),
    ("start of a list", "Hello world.", "3. Hello", "line 9, intro: a numbered list begins at 1"),
    ("invisible character", "Hello world.", "Hello\u2028world.", "line 10: there is an invisible character (U+2028)"),
    ("control character", "Hello world.", "Hello\x07world.", "line 10: there is an invisible character (U+0007)"),
    (
        "no image",
        "sections:",
        "sections:\n  - anchor: x-y\n    title: t\n    body: b\n    figures: [{image: images/n.png, alt: a}]",
        "is not there",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_file_with_a_fault_changes_nothing(tmp_path: Path, old: str, new: str, message: str | None) -> None:
    assert old in BASE
    path = tmp_path / "a-test.en-gb.md"
    path.write_text(BASE.replace(old, new, 1), encoding="utf-8")
    if message is None:
        call_command("import_guides", str(path), verbosity=0)
        return
    before = Page.objects.count(), Revision.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("import_guides", str(path))
    told = str(refused.value)
    assert any(message in line for line in told.splitlines() if line.startswith("a-test.en-gb.md")), told
    assert not PROGRAMMERS.search(told), told
    assert (Page.objects.count(), Revision.objects.count()) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"---\ntitle: caf\xe9\n---\n", "line 2: a character here is not in UTF-8"),
        (BASE.encode("utf-16"), "the file is saved as UTF-16"),
        (b"\x00\x01\x02\xff" * 50, "is not in UTF-8"),
    ],
)
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a-test.en-gb.md"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("import_guides", str(path))


@pytest.mark.parametrize(
    "content",
    [
        BASE.encode(),
        BASE.encode("utf-8-sig"),
        BASE.replace("\n", "\r\n").encode(),
        BASE.rstrip("\n").encode(),
        (BASE + "\n\n  \n").encode(),
        BASE.replace("---\n", "---  \n").encode(),
        BASE.replace('"A test"', "'A test'").encode(),
    ],
    ids=["as it is", "with a BOM", "CRLF", "no last line end", "empty lines below", "spaces after hyphens", "quotes"],
)
def test_a_file_that_is_understood_is_published(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a-test.en-gb.md"
    path.write_bytes(content)
    call_command("import_guides", str(path), verbosity=0)
    page = guide("a-test")
    assert page.live
    assert page.title == "A test"
    assert page.stages[0].value["products"][0]["product"].slug == GEL


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a-test.md", "its name does not say its language"),
        ("a-test.en-gb.txt", "only files that end in .md"),
        ("a test.en-gb.md", "its name may have letters"),
        ("a.test.en-gb.md", "its name may have letters"),
        (".en-gb.md", "its name"),
        ("a-test.en_gb.md", "not open in the language en_gb"),
    ],
)
def test_the_name_of_a_file_is_understood_or_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).write_text(BASE, encoding="utf-8")
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("import_guides", str(tmp_path / name))


def test_a_file_or_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.en-gb\.md: the file cannot be read"):
        call_command("import_guides", str(tmp_path / "nothing.en-gb.md"))
    with pytest.raises(CommandError, match="There is no file to import"):
        call_command("import_guides", str(tmp_path))


def test_all_faults_of_all_files_are_named_and_nothing_is_imported(tmp_path: Path) -> None:
    good, bad, worse = (tmp_path / f"{name}.en-gb.md" for name in ("good", "bad", "worse"))
    good.write_text(BASE.replace("slug: a-test", "slug: good"), encoding="utf-8")
    bad.write_text(
        BASE.replace("level: emergency", "level: severe").replace("slug: a-test", "slug: bad\nauthor: x"),
        encoding="utf-8",
    )
    worse.write_text(
        BASE.replace("what-matters", "What Matters")
        .replace("Hello world.", "[x](page:guides/bad) <b>")
        .replace("slug: a-test", "slug: worse"),
        encoding="utf-8",
    )
    with pytest.raises(CommandError) as refused:
        call_command("import_guides", *map(str, (good, bad, worse)))
    assert str(refused.value).splitlines() == [
        "Nothing was imported.",
        "bad.en-gb.md, line 5, author: there is no such field, only "
        "title, headline, slug, kind, summary, seo_description, review_status, intro, seo_title, last_reviewed, "
        "next_review, sections, ask_first, stages, after, stop_signs, care_cards, sources, related",
        "bad.en-gb.md, line 30, care_cards 1, level: write non-urgent or urgent or emergency",
        r"worse.en-gb.md, line 9, intro: HTML tags are not read here. Write **bold**, or \< for the sign itself",
        "worse.en-gb.md, line 12, sections 1, anchor: "
        "Use lower-case letters, digits and hyphens, such as adding-lubricant.",
    ]
    assert not GuidePage.objects.filter(slug="good").exists()


def test_two_files_for_one_page_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    same = [tmp_path / "a-test.en-gb.md", tmp_path / "other" / "A-Test.en-GB.md"]
    for path in same:
        path.write_text(BASE, encoding="utf-8")
    with pytest.raises(CommandError, match="it is about the same page as the file"):
        call_command("import_guides", *map(str, same))
    other = tmp_path / "another-test.en-gb.md"
    other.write_text(BASE, encoding="utf-8")
    with pytest.raises(CommandError, match="the address a-test belongs to the page of another file, a-test"):
        call_command("import_guides", str(same[0]), str(other))
    call_command("import_guides", str(same[0]), verbosity=0)
    with pytest.raises(CommandError, match="the address a-test belongs to the page of another file, a-test"):
        call_command("import_guides", str(other))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("slug: anal-dilator", "slug: anal-canal", "terms: named twice: anal-canal"),
        ("see: [sphincter, mucosa]", "see: [anal-canal]", "line 10, terms 1, see: a term does not lead to itself"),
        ("see: [sphincter, mucosa]", "see: [sphincter, sphincter]", "line 10, terms 1, see: named twice"),
        ("see: [sphincter, mucosa]", "see: [nope]", "line 10, terms 1, see 1: there is no page called glossary/nope"),
        ("guides: [gradual-anal-training]", "guides: [nope]", "terms 1, guides 1: there is no page called guides/nope"),
        ("sources: [S1]", "sources: [X99]", "terms 1, sources: not in the list of sources: X99"),
        ('definition: "The short', 'definition: "- The short', "terms 1, definition: only bold, italic and links"),
        ('term: "Anal canal"', 'term: ""', "line 7, terms 1, term: This field cannot be blank"),
        ("review_status: editorial", "review_status: clinical", "line 4, review_status"),
    ],
)
def test_a_glossary_with_a_fault_changes_nothing(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "glossary.en-gb.md"
    text = (CONTENT / path.name).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = Revision.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("import_guides", str(path))
    assert any(message in line for line in str(refused.value).splitlines()), str(refused.value)
    assert Revision.objects.count() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title: "Home"', 'title: ""', "site/en-gb.md, line 3, home, title: This field cannot be blank"),
        (
            "featured: gradual-anal-training",
            "featured: nope",
            "line 7, home, featured: there is no page called guides/nope",
        ),
        ("  promises:", "  commitments:", "line 8, home, commitments: there is no such field"),
        ("anchor: how-we-write", "anchor: How we write", "guides, about 1, anchor: Use lower-case"),
    ],
)
def test_a_site_text_with_a_fault_changes_nothing(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "site" / "en-gb.md"
    path.parent.mkdir()
    text = (CONTENT / "site" / path.name).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = Revision.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command("import_guides", str(path))
    assert any(message in line for line in str(refused.value).splitlines()), str(refused.value)
    assert Revision.objects.count() == before
