from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from education.models import GuidePage
from tests.education.editing import guide, put_beside

pytestmark = pytest.mark.django_db
RICH = ("body",)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", password="a long example phrase"))
    return client


def filled(value: Any, name: str = "") -> Any:
    """A stored block as the admin's form sends it."""
    if isinstance(value, dict):
        return {key: filled(inner, key) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return streamfield([(item["type"], filled(item["value"])) for item in value])
    return rich_text(value) if name in RICH else value


def form_of(page: GuidePage, **action: str) -> dict[str, Any]:
    streams = ("sections", "ask_first", "stages", "after", "stop_signs", "care_cards", "sources")
    data: dict[str, Any] = nested_form_data(
        {
            **{name: filled(getattr(page, name).get_prep_value()) for name in streams},
            **{name: getattr(page, name) for name in ("title", "slug", "headline", "kind", "summary", "review_status")},
            "intro": rich_text(page.intro),
            "last_reviewed": "2026-11-22",
            "next_review": "2027-11-22",
            "search_description": page.search_description,
            "related": inline_formset([]),
            "comments": inline_formset([]),
            **action,
        }
    )
    # A browser sends each item's id too; together they are more fields than Django takes by default.
    return data | {f"{key.removesuffix('type')}id": "" for key in data if key.endswith("-type")}


def send(admin: Client, page: GuidePage, **action: str) -> Any:
    return admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **action))


def test_an_editor_publishes_a_guide_whose_picks_keep_to_their_stages(admin: Client) -> None:
    page = put_beside(guide(), "exterior-touch", "solid-oil-balm-50-ml")
    answer = send(admin, page, **{"action-publish": "1"})
    assert answer.status_code == 302
    (pick,) = guide().stages[0].value["products"]
    assert pick["product"].slug == "solid-oil-balm-50-ml"


def test_a_breaking_pick_is_refused_in_the_editor_by_name_and_reason(admin: Client) -> None:
    page = put_beside(guide(), "exterior-touch", "slim-starter-plug-18-mm")
    answer = send(admin, page, **{"action-publish": "1"})
    assert answer.status_code == 200
    (message,) = answer.context["form"].non_field_errors()
    assert "Slim Starter Plug" in message
    assert "Nothing is inserted at this stage" in message
    assert "Nothing is inserted at this stage" in str(
        answer.context["form"].errors.as_data()["stages"][0].as_json_data()
    )
    assert len(guide().stages[0].value["products"]) == 3


def test_a_draft_may_break_a_rule_until_it_is_published(admin: Client) -> None:
    page = put_beside(guide(), "exterior-touch", "slim-starter-plug-18-mm")
    assert send(admin, page).status_code == 302
    assert guide().has_unpublished_changes


def test_an_editor_sees_a_preview_with_the_stages(admin: Client) -> None:
    page = guide()
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert admin.post(address, form_of(page)).json()["is_valid"]
    assert "Stage 6 of 6" in admin.get(address).content.decode()


def test_the_chooser_finds_products_and_shows_facts_price_and_objection(admin: Client) -> None:
    answer = admin.get("/desk/product_chooser/results/", {"q": "starter plug"})
    html = answer.content.decode()
    assert "Slim Starter Plug 18 mm" in html
    assert "18 mm wide" in html
    assert "£13.00" in html
    assert "<img" in html


def test_the_editor_of_a_guide_opens_with_its_pieces(admin: Client) -> None:
    html = admin.get(reverse("wagtailadmin_pages:edit", args=[guide().pk])).content.decode()
    assert "Good to know" in html
    assert "From our shop, for this stage" in html


def test_the_admin_needs_a_login_and_limits_attempts(client: Client) -> None:
    assert client.get("/desk/").status_code == 302
    User.objects.create_superuser("editor", password="a long example phrase")
    for _ in range(8):
        client.post("/desk/login/", {"username": "editor", "password": "wrong"})
    answer = client.post("/desk/login/", {"username": "editor", "password": "a long example phrase"})
    assert answer.status_code == 429


@pytest.mark.parametrize("spoken", ["de", "en", ""])
def test_a_german_admin_links_to_the_page_in_its_market_and_to_its_translation(admin: Client, spoken: str) -> None:
    profile = UserProfile.get_for_user(User.objects.get())
    profile.preferred_language = spoken
    profile.save()
    german, original = guide(language="de-de"), guide()

    html = admin.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).content.decode()
    draft = admin.get(reverse("wagtailadmin_pages:view_draft", args=[german.pk])).content.decode()

    assert ("Kurze Antwort" if spoken == "de" else "Short answer") in html
    assert f'href="/de-de/guides/{german.slug}/"' in html
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[original.pk])}"' in html
    assert '<html lang="de-de">' in draft
    assert f'href="/guides/{original.slug}/"' in draft
