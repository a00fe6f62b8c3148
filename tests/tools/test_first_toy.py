"""The first-toy chooser: never past a stop sign, and only what the rules allow."""

from itertools import product as every
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Product
from storefront.core.markets import default_market
from storefront.safety.facts import ProductFacts
from storefront.safety.listing import find_gate_breaks, may_be_suggested
from storefront.safety.roles import is_external_only, may_have_motor
from storefront.safety.rules import active_rules
from storefront.safety.stages import check_stage
from storefront.tools.first_toy.picks import Outcome, Pick, outcome_of, picks_for
from storefront.tools.first_toy.questions import QUESTIONS
from tests.cart.shopper import page_text

PAGE = "/first-toy/"
ANSWERS = {"check": "none", "where": "inside", "known": "outside", "who": "one", "allergy": "none"}
CARD = "product-card"
ALL = [
    {name: value for name, value in zip(QUESTIONS, values, strict=True) if value}
    for values in every(*[("", *choices) for _, choices in QUESTIONS.values()])
]
pytestmark = pytest.mark.django_db


def picks(**answers: str) -> tuple[Pick, ...]:
    with translation.override("en-gb"):
        return picks_for(ANSWERS | answers, default_market())


def slugs(**answers: str) -> list[str]:
    return [pick.card.slug for pick in picks(**answers)]


def address(**answers: str) -> str:
    return f"{PAGE}?{urlencode(ANSWERS | answers)}"


def test_nothing_is_suggested_unless_every_question_is_answered_without_a_stop_sign() -> None:
    for answers in ALL:
        is_clear = (
            len(answers) == len(QUESTIONS)
            and answers["check"] == "none"
            and answers["allergy"] != "other"
            and (answers["where"], answers["known"]) != ("inside", "nothing")
        )
        assert (outcome_of(answers) is Outcome.PICKS) is is_clear, answers


def test_picks_of_all_answers_keep_every_gate_and_the_limits_of_their_stage() -> None:
    facts: dict[str, ProductFacts] = {each.slug: each.facts for each in Product.objects.with_category()}
    limit = active_rules().stage("fingers-or-toys")
    assert limit
    assert limit.max_diameter_mm

    suggested = 0
    for answers in (each for each in ALL if outcome_of(each) is Outcome.PICKS):
        for pick in picks(**answers):
            found = facts[pick.card.slug]
            stage = "fingers-or-toys" if answers["where"] == "inside" else "exterior-touch"
            suggested += 1
            assert may_be_suggested(found), pick
            assert not find_gate_breaks(found), pick
            assert check_stage(found, stage).is_suitable, (pick, answers)
            assert pick.reasons, pick
            if answers["where"] == "outside":
                assert is_external_only(found), pick
            else:
                assert found.widest_mm is not None
                assert found.widest_mm <= limit.max_diameter_mm
                assert not may_have_motor(found)
    assert suggested


def test_a_first_time_is_slim_and_soft_and_experience_allows_one_step_more() -> None:
    first, later = slugs(), slugs(known="finger")

    assert first[0] == "finger-width-probe-with-ring-handle-16-mm"
    assert "small-plug-24-mm" not in first
    assert "small-plug-24-mm" in later
    assert not {"glass-starter-plug-22-mm", "steel-small-plug-24-mm", "medium-plug-30-mm"} & {*first, *later}


def test_what_is_not_stated_to_be_free_from_latex_is_not_for_an_allergy() -> None:
    slug = slugs(allergy="latex")[0]
    product = Product.objects.get(slug=slug)
    product.attributes = {name: value for name, value in product.attributes.items() if name != "free-from"}
    product.save()

    assert slug not in slugs(allergy="latex")
    assert slug in slugs()


def test_each_pick_says_its_sizes_and_material() -> None:
    told = " ".join(picks()[0].reasons)

    assert "16 mm" in told
    assert "58 mm" in told
    assert "Silicone" in told


@pytest.mark.parametrize(
    "stop", [{"check": "now"}, {"check": "ask"}, {"known": "nothing"}, {"allergy": "other"}, {"check": ""}]
)
@pytest.mark.usefixtures("no_saleor")
def test_a_page_with_a_stop_sign_holds_no_product(stop: dict[str, str], client: Client) -> None:
    assert CARD in client.get(address()).content.decode()

    response = client.get(address(**stop))

    assert response.status_code == 200
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    assert CARD not in body
    assert "/product/" not in body


def test_pain_leads_to_help_and_a_first_time_to_the_stages_before(client: Client) -> None:
    assert 'href="/help-now/"' in client.get(address(check="now")).content.decode().partition('id="answer"')[2]
    assert "Adding lubricant" in page_text(client.get(address(known="nothing")))


@pytest.mark.parametrize("value", ["nothing-like-it", "x" * 5000, "\x00", "%", "🙂", "NONE"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_that_we_do_not_know_is_refused_in_words(name: str, value: str, client: Client) -> None:
    response = client.get(f"{PAGE}?{urlencode(ANSWERS | {name: ''})}&{name}={quote(value)}")

    assert response.status_code == 404
    assert "We do not know" in page_text(response)
    assert "X-Cache-Tags" not in response.headers
    assert CARD not in response.content.decode()


def test_a_second_answer_is_no_way_round_a_stop_sign(client: Client) -> None:
    response = client.get(f"{address(check='now')}&check=none")

    assert response.status_code == 404
    assert CARD not in response.content.decode()


@pytest.mark.usefixtures("no_saleor")
def test_an_answer_is_shared_stores_nothing_and_is_not_listed(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    response = client.get(address())

    assert "X-Cache-Tags" in response.headers
    assert "noindex" in response.content.decode().partition("</head>")[0]
    assert not client.cookies
    with django_assert_num_queries(4):
        client.get(f"{address()}&utm_source=again")
