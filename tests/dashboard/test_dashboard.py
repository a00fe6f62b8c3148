"""Inside Saleor's Dashboard: only staff by a token that Saleor made for our app see the widget and the health page."""

import logging
import time

import httpx2
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from joserfc.jwk import RSAKey
from pytest_django import Settings
from pytest_django.asserts import assertNumQueries

from education.models import StageProduct
from storefront.catalog.models import PendingRefresh, Product, SyncState
from storefront.emails.models import Email
from storefront.emails.outbox import ORDER_PLACED
from storefront.emails.webhooks import ORDER_SENT
from storefront.saleor.app.installation import take_token
from storefront.saleor.client import api
from tests.cart.shopper import CONDOMS
from tests.saleor.app.conftest import API_URL, saleor
from tests.saleor.app.signing import KID, Saleor, sign, staff_token

__all__ = ["saleor"]  # the fixture
pytestmark = pytest.mark.django_db
DASHBOARD = "https://dashboard.example"
BANNED = "We do not sell this. It contains a numbing agent, which hides pain, and pain is the sign to stop."


@pytest.fixture(autouse=True)
def _installed(saleor: Saleor, settings: Settings) -> None:
    settings.SALEOR_DASHBOARD_ORIGINS = [DASHBOARD]
    take_token("proved", api_url=API_URL)


def widget(client: Client, token: str, product: str = "none", **also: str) -> HttpResponse:
    """The Dashboard's post to the widget."""
    posted = {"saleorApiUrl": API_URL, "accessToken": token, "appId": "QXBwOjE=", "productId": product, **also}
    return client.post("/saleor/product/", posted)  # type: ignore[return-value]


def health(client: Client, token: str) -> HttpResponse:
    """What the health page asks for once it has a token."""
    return client.post("/saleor/health/", {"accessToken": token})  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def a_picked_product() -> Product:
    return StageProduct.objects.filter(page__live=True).select_related("product")[0].product


def stating(product: Product, **attributes: object) -> Product:
    """The product with these facts stated otherwise."""
    product.attributes |= {slug.replace("_", "-"): value for slug, value in attributes.items()}
    product.digest = f"{product.digest[:50]}-{len(attributes)}"
    product.save()
    return product


def test_staff_see_where_a_product_is_shown_and_which_stages_link_to_it(client: Client) -> None:
    product = a_picked_product()
    row = StageProduct.objects.filter(product=product, page__locale__language_code="en-gb")[0]

    said = text(widget(client, staff_token(), product.saleor_id))

    for promised in ("United Kingdom: for sale.", "Yes. It keeps every rule", "are stated.", row.guide_title):
        assert promised in said
    assert f'#{row.anchor}"' in said
    assert 'rel="noopener"' in said


def test_staff_see_what_is_not_translated_for_a_market_that_reads_another_language(client: Client) -> None:
    product = a_picked_product()
    whole = text(widget(client, staff_token(), product.saleor_id))
    product.translations = {"de": {"name": product.name}}
    product.save(update_fields=["translations"])

    half = text(widget(client, staff_token(), product.saleor_id))

    assert "not translated" not in whole
    assert "Deutschland: not translated yet, and shown as it was written: description." in half


def test_staff_see_a_value_that_is_not_plausible_with_its_likely_unit_and_a_claim_that_no_label_can_make(
    client: Client,
) -> None:
    plug = stating(Product.objects.get(slug="small-plug-24-mm"), max_diameter="2.4", cleaning=["kochen"])
    said = text(widget(client, staff_token(), plug.saleor_id))
    assert "max-diameter: 2.4 is not plausible (5 to 120 mm), and counts as not stated. Was it given in cm?" in said
    assert "cleaning: “kochen” cannot be read, and counts as not stated." in said

    condoms = Product.objects.get(slug=CONDOMS)
    stating(condoms, works_with=["water", "oil"], not_with=[])
    said = text(widget(client, staff_token(), condoms.saleor_id))
    assert "Its label says that it works with oil." in said.replace("Oil", "oil")


def test_staff_see_which_facts_are_missing_and_which_rule_keeps_it_from_being_suggested(client: Client) -> None:
    product = stating(a_picked_product(), porous=None, flared_base=None, material=[], kind=["plug"], lubricant_base=[])

    said = text(widget(client, staff_token(), product.saleor_id))

    assert "no guide suggests it, because of this" in said
    assert "a flared base wide enough for it is not stated." in said
    assert "Not stated yet" in said
    assert "Material" in said
    assert "It is picked there, and not shown:" in said


def test_staff_see_what_a_product_clashes_with_and_which_missing_fact_would_tell_more(client: Client) -> None:
    # given
    plug = Product.objects.get(slug="small-plug-24-mm")
    token = staff_token()
    # when
    whole = text(widget(client, token, plug.saleor_id))
    lacking = text(widget(client, token, stating(plug, material=[]).saleor_id))
    # then
    assert "Not to be used with Plant-Oil Massage Blend 100 ml, Solid Oil Balm 50 ml." in whole
    assert "To be checked first with Silicone-Based Fluid 50 ml" in whole
    assert "State its “Material”" not in whole
    assert "State its “Material”" in lacking


def test_a_product_that_has_no_part_in_this_says_nothing_of_it(client: Client) -> None:
    shirt = stating(Product.objects.get(slug="small-plug-24-mm"))
    Product.objects.filter(pk=shirt.pk).update(attributes={}, mentions={}, category=None, digest="shirt")

    assert "What it goes with" not in text(widget(client, staff_token(), shirt.saleor_id))


def test_staff_see_why_a_product_is_never_sold(client: Client) -> None:
    product = stating(Product.objects.all()[0], local_anaesthetic=True)

    assert BANNED in text(widget(client, staff_token(), product.saleor_id))


def test_a_product_that_the_shop_does_not_know_is_said_so(client: Client) -> None:
    assert "The shop does not list this product" in text(widget(client, staff_token(), "<script>"))


def test_names_and_sentences_are_text_however_hostile(client: Client) -> None:
    product = a_picked_product()
    StageProduct.objects.filter(product=product).update(guide_title="<script>alert(1)</script>")

    said = text(widget(client, staff_token(), product.saleor_id))

    assert "<script>alert" not in said
    assert "&lt;script&gt;alert" in said


def test_a_widget_costs_few_queries(client: Client) -> None:
    product = a_picked_product()
    token = staff_token()
    widget(client, token, product.saleor_id)

    with assertNumQueries(10):  # the installation; product, listings and what is stale; product, others; product, picks
        widget(client, token, product.saleor_id)


REFUSED = [
    "",
    "nonsense",
    "a.b.c",
    staff_token(by=RSAKey.generate_key(2048, {"kid": KID})),
    staff_token(exp=int(time.time()) - 1),
    staff_token(iss="https://elsewhere.example/graphql/"),
    staff_token(app="QXBwOjI="),
    staff_token(type="access"),
    staff_token(owner="somebody"),
    staff_token(is_staff=False),
    staff_token(permissions=["MANAGE_ORDERS"]),
    staff_token(permissions=None),
    staff_token(exp="soon"),
    staff_token(header={"kid": "another"}),
]


@pytest.mark.parametrize("token", REFUSED)
def test_any_other_token_sees_nothing(client: Client, token: str) -> None:
    for answer in (widget(client, token, a_picked_product().saleor_id), health(client, token)):
        assert answer.status_code == 403
        assert "<section" not in text(answer)


def test_no_part_of_a_token_may_change(client: Client) -> None:
    token = staff_token()
    for place in range(0, len(token) - 2, 7):
        other = "A" if token[place] != "A" else "B"
        assert widget(client, token[:place] + other + token[place + 1 :]).status_code == 403


def test_a_signed_webhook_is_no_token(client: Client) -> None:
    # given: a body with the claims of a token, which somebody had Saleor sign as a webhook
    head, claims, _ = staff_token().split(".")
    signed = sign(claims.encode())

    # when, then: neither put together as a token, nor as it is
    for token in (signed, f"{signed.partition('.')[0]}.{claims}.{signed.rpartition('.')[2]}", f"{head}..{claims}"):
        assert widget(client, token).status_code == 403


def test_a_token_of_the_app_as_it_was_installed_before_is_refused(client: Client, saleor: Saleor) -> None:
    before = staff_token()
    saleor.token, saleor.app_id = "newer", "QXBwOjI="
    take_token("newer", api_url=API_URL)

    assert widget(client, before).status_code == 403
    assert widget(client, staff_token(app="QXBwOjI=")).status_code == 200


def test_when_saleors_keys_cannot_be_had_it_says_try_again(client: Client) -> None:
    with api.override_transport(httpx2.MockTransport(lambda request: httpx2.Response(502))):
        assert widget(client, staff_token()).status_code == 503


def test_only_the_dashboard_may_show_it_in_a_frame_and_no_cookie_is_set_or_needed(client: Client) -> None:
    token = staff_token()
    for answer in (widget(client, token), widget(client, ""), health(client, token), client.get("/saleor/health/")):
        policy = answer["Content-Security-Policy"]
        assert f"frame-ancestors {DASHBOARD};" in f"{policy};"
        assert "script-src 'self'" in policy
        assert "X-Frame-Options" not in answer
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies


def test_no_other_page_can_be_framed_by_another_site(client: Client) -> None:
    answer = client.get("/shop/")

    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert DASHBOARD not in answer["Content-Security-Policy"]


def test_the_widget_shows_nothing_without_a_token(client: Client) -> None:
    assert client.get("/saleor/product/", {"productId": "x"}).status_code == 403


def test_neither_token_nor_product_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    product, token = a_picked_product(), staff_token()
    with caplog.at_level(logging.DEBUG):
        widget(client, token, product.saleor_id)
        widget(client, f"{token}x", product.saleor_id)

    assert token[:40] not in caplog.text
    assert product.saleor_id not in caplog.text


def test_the_health_page_shows_passed_and_failed_checks(client: Client, saleor: Saleor, settings: Settings) -> None:
    SyncState.objects.update(compared_at=timezone.now(), repaired=3)
    PendingRefresh.objects.mark(PendingRefresh.Kind.PRODUCT, ["one", "two"])
    Email.objects.create(kind=ORDER_PLACED, language="en-gb", dedupe_hash="1", encrypted_payload="x")
    Email.objects.create(
        kind=ORDER_SENT, language="en-gb", dedupe_hash="2", state=Email.State.GIVEN_UP, next_attempt_at=None
    )
    banned = stating(
        Product.objects.filter(listings__channel="uk", listings__published=True)[0], local_anaesthetic=True
    )
    Product.objects.filter(pk=banned.pk).update(may_be_sold=False)

    said = text(health(client, staff_token()))

    assert "its token works" in said
    assert "Products: no event yet." in said
    assert "2 changes wait to be read" in said
    assert "3 differences found and mended" in said
    assert "1 email is waiting" in said
    assert "1 email was given up: Order sent." in said
    assert f"{banned.name}: {BANNED}" in said
    assert "Market en-gb, channel uk: there is no such channel" in said  # this Saleor knows none


def test_the_health_page_shows_that_the_app_was_removed(client: Client, saleor: Saleor) -> None:
    saleor.token = "another"

    said = text(health(client, staff_token()))

    assert "Saleor does not take the app&#x27;s token" in said


def test_the_page_itself_says_nothing_and_takes_the_dashboards_theme(client: Client) -> None:
    said = text(client.get("/saleor/health/", {"theme": "dark"}))  # type: ignore[arg-type]

    assert 'data-theme="dark"' in said
    assert "<section" not in said
    assert "data-theme" not in text(client.get("/saleor/health/", {"theme": '"><script>'}))  # type: ignore[arg-type]
