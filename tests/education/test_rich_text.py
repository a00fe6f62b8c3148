"""Rich text reaches a page only cleaned, also when it was written below the editor."""

import json
import re

import pytest
from django.test import Client

from education.blocks.text import render_rich_text
from education.models import GlossaryTermPage, GuidePage

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<p onclick="alert(1)" style="position:fixed">x</p>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="/account/sign-out/"><button>x</button></form>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    '<a href="https://good.example/" target="_top" onmouseover="alert(1)">x</a>',
    '<embed embedtype="media" url="https://evil.example/">',
]


@pytest.mark.parametrize("html", HOSTILE)
@pytest.mark.django_db
def test_nothing_that_acts_is_left(html: str) -> None:
    clean = render_rich_text(f"<p>before</p>{html}<p>after</p>")
    assert "before" in clean
    tags = set(re.findall(r"<\s*([a-z0-9]+)", clean))
    assert tags <= {"p", "br", "b", "strong", "i", "em", "a", "ol", "ul", "li", "h3"}
    assert not re.search(r"\son\w+\s*=|javascript:|data:|style=|srcdoc|target=", clean, re.IGNORECASE)


@pytest.mark.django_db
def test_what_the_editor_writes_stays_as_it_is() -> None:
    html = (
        "<p>One <b>bold</b> and <i>italic</i> word &amp; more.<br></p><h3>Heading</h3><ul><li>a</li></ul>"
        "<ol><li>b</li></ol>"
        '<p><a href="https://example.org/a?b=c&amp;d=e">far</a> <a href="mailto:a@example.org">mail</a> '
        '<a href="tel:999">call</a> <a href="/guides/#about">near</a> <a href="#stage-1">here</a></p>'
    )
    assert render_rich_text(html) == html


@pytest.mark.django_db
def test_a_text_that_was_written_below_the_editor_is_cleaned_on_the_page(client: Client) -> None:
    # given rich text in the database that no editor could have stored
    guide = GuidePage.objects.filter(locale__language_code="en-gb", live=True).exclude(stages="[]").first()
    term = GlossaryTermPage.objects.filter(locale__language_code="en-gb", live=True).first()
    assert guide
    assert term
    hostile = '<p>Read <img src="x" onerror="alert(7391)"><script>alert(7391)</script>this</p>'
    raw = json.loads(json.dumps(list(guide.stages.raw_data)))
    raw[0]["value"]["body"] = hostile
    GuidePage.objects.filter(pk=guide.pk).update(intro=hostile, stages=json.dumps(raw))
    GlossaryTermPage.objects.filter(pk=term.pk).update(definition=hostile)
    # when
    for url in (guide.url, term.url):
        html = client.get(url).content.decode()
        # then
        assert "Read this" in re.sub(r"\s+", " ", html)
        assert "7391" not in html
