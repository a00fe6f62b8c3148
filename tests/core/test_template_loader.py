"""Pages are sent without the indentation of their templates."""

import pytest
from django.template.loader import render_to_string
from django.test import Client


def test_indentation_is_left_out_of_pages_and_line_breaks_stay() -> None:
    html = render_to_string("components/brand_mark.html")

    assert '\nclass="brand-mark"' in html
    assert "\n " not in html


@pytest.mark.django_db
def test_no_line_of_the_shop_begins_with_a_blank_of_a_template(client: Client) -> None:
    html = client.get("/what-goes-with-what/").content.decode()

    assert "<main" in html
    assert "\n " not in html
