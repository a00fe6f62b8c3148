"""What goes with what is in the cart: on a product's page, when it is added, in the cart, and one press from a swap."""

import re
from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from storefront.catalog.models import Listing, Product
from storefront.catalog.together.alternatives import find_alternatives
from storefront.catalog.together.candidates import candidates
from storefront.catalog.together.pairs import pairs_to_tell
from storefront.core.markets import default_market
from storefront.recalls.models import Recall, RecallText
from storefront.safety.listing import may_be_suggested, sale_refusal
from storefront.safety.rules import Rating
from storefront.safety.verdicts import judge_pair
from storefront.saleor.client import api
from tests.cart.shopper import CONDOMS, GEL, LOW_STOCK, OIL, Shopper, page_text, variant_id
from tests.cart.transports import Unreachable

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16
TROUBLE = {Rating.NOT_STATED: 1, Rating.CHECK: 2, Rating.NO: 3}
MIXED = (
    CONDOMS,
    OIL,
    LOW_STOCK,
    "small-plug-24-mm",
    "silicone-based-fluid-50-ml",
    "nitrile-internal-condoms-pack-of-3",
    "small-vibrating-plug-26-mm",
    "mild-unscented-toy-wash-150-ml",
    "powder-free-nitrile-gloves-box-of-50",
)


def part(shopper: Shopper, slug: str) -> str:
    """The part of a product's page about the cart, as its script gets it."""
    return page_text(shopper.client.get(f"/cart/with/{slug}/", headers={"HX-Request": "true"}))


@pytest.mark.usefixtures("no_saleor")
def test_a_visitor_without_a_cart_reads_nothing_about_one_and_gets_no_cookie() -> None:
    client = Client()
    # when
    shared = client.get(f"/product/{OIL}/")
    answer = client.get(f"/cart/with/{OIL}/", headers={"HX-Request": "true"})
    # then
    assert "With what is in your cart" not in page_text(shared)
    assert answer.content == b""
    assert not client.cookies


def test_a_product_is_judged_with_what_is_in_the_cart_without_asking_saleor(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    # given
    shopper = Shopper()
    for slug in (CONDOMS, LOW_STOCK, GEL):
        shopper.add(slug)
    # when
    with api.override_transport(Unreachable()), django_assert_max_num_queries(5):
        text = part(shopper, OIL)
    # then
    assert re.search(r"Do not use together Latex Condoms, pack of 12 Oil weakens latex", text)
    assert "Steel Small Plug" in text
    assert "Gel" not in text  # two lubricants have nothing to match


def test_the_badge_tells_the_page_to_ask_how_it_goes_with_the_cart() -> None:
    shopper = Shopper()
    shopper.add(GEL)

    assert shopper.get("/cart/badge/")["HX-Trigger"] == "cart-read"


def test_without_scripts_the_same_is_a_page_that_a_link_leads_to() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    link = f"/cart/with/{OIL}/"
    # when
    product, page = shopper.get(f"/product/{OIL}/"), shopper.get(link)
    # then
    assert re.search(rf'<noscript>\s*<p><a href="{link}"', product.content.decode())
    assert "Oil weakens latex" in page_text(page)
    assert page["Cache-Control"] == "private, no-store"


def test_what_a_market_does_not_show_is_not_judged() -> None:
    Listing.objects.filter(product__slug=OIL).update(published=False)

    assert Client().get(f"/cart/with/{OIL}/").status_code == 404


@pytest.mark.database
def test_a_clash_names_a_product_that_replaces_one_of_the_two_in_one_press() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(OIL, quantity=2)
    # when
    (warning,) = shopper.get("/cart/").context["warnings"]
    shopper.post("/cart/swap/", {"variant": warning.alternative.variant_id, "replaces": warning.alternative.replaces})
    after = shopper.get("/cart/")
    # then
    assert warning.alternative.replaces == OIL
    new = Listing.objects.get(only_variant=warning.alternative.variant_id, channel="uk").product
    assert shopper.quantities() == {CONDOMS: 1, new.slug: 2}
    assert after.context["warnings"] == ()
    assert f"2 × {warning.alternative.name} in place of" in page_text(after)


def test_a_swap_pressed_twice_is_done_once() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(OIL)
    data = {"variant": variant_id(GEL), "replaces": OIL}
    # when
    for _ in range(2):
        shopper.post("/cart/swap/", data)
    # then
    assert shopper.quantities() == {CONDOMS: 1, GEL: 1}


def test_a_swap_for_something_that_may_not_be_sold_changes_nothing() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(OIL)
    numbing = Product.objects.get(slug=GEL)
    Product.objects.filter(pk=numbing.pk).update(attributes={**numbing.attributes, "local-anaesthetic": True})
    # when
    answer = shopper.post("/cart/swap/", {"variant": variant_id(GEL), "replaces": OIL})
    # then
    assert answer.status_code == 409
    assert shopper.quantities() == {CONDOMS: 1, OIL: 1}


@pytest.mark.parametrize("reason", ["gate", "stock", "recall", "market", "list"])
def test_what_cannot_be_suggested_sent_or_sold_is_no_alternative(reason: str) -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(OIL)
    named = set()
    # when
    while (shown := shopper.get("/cart/").context["warnings"][0].alternative) is not None:
        assert shown.variant_id not in named
        named.add(shown.variant_id)
        withdraw(shown.variant_id, reason)
    # then
    assert len(named) > 1
    sections = Listing.objects.filter(only_variant__in=named).values_list("product__category__slug", flat=True)
    assert set(sections) == {"lubricants"}


def withdraw(variant: str, reason: str) -> None:
    """Keep a product from being offered for one reason."""
    rows = Listing.objects.filter(only_variant=variant)
    product = Product.objects.filter(listings__in=rows)
    match reason:
        case "gate":
            product.update(may_be_suggested=False)
        case "stock":
            rows.update(in_stock=False)
        case "recall":
            recall = Recall.objects.create(state=Recall.State.PUBLISHED, items=variant)
            RecallText.objects.create(recall=recall, language="en", product="x", hazard="x", what_to_do="x", remedy="x")
        case "market":
            rows.update(published=False)
        case "list":
            rows.update(is_in_lists=False)


def test_in_a_mixed_cart_an_alternative_takes_trouble_away_and_adds_none(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    # given
    shopper = Shopper()
    for slug in MIXED:
        shopper.add(slug)
    shopper.get("/cart/")
    # when
    with django_assert_max_num_queries(MOST_QUERIES):
        before = shopper.get("/cart/").context["warnings"]
    offered = [each.alternative for each in before if each.alternative]
    shopper.post("/cart/swap/", {"variant": offered[0].variant_id, "replaces": offered[0].replaces})
    after = {warned(pair) for pair in shopper.get("/cart/").context["warnings"]}
    # then
    assert len({each.replaces for each in offered}) == len(offered)
    gone = {warned(pair) for pair in before} - after
    assert gone
    assert len(after) < len(before)


def test_a_cart_that_clashes_takes_as_many_queries_as_a_longer_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(OIL)
    shopper.get("/cart/")

    with django_assert_max_num_queries(MOST_QUERIES):
        shopper.get("/cart/")


@pytest.mark.database
def test_a_few_of_each_sort_are_candidates_so_that_no_sort_crowds_out_another() -> None:
    # given
    gel = Product.objects.get(slug=GEL)
    for number in range(200):
        copy_of(gel, number)
    # when
    found = candidates(default_market())
    # then
    kinds = [(each.product.facts.kind, each.product.facts.base, each.product.facts.material) for each in found]
    assert max(Counter(kinds).values()) <= 3
    assert {"plug", "condoms"} <= {kind for kind, _, _ in kinds}


def copy_of(product: Product, number: int) -> None:
    """Another product of the same facts, as cheap as nothing else."""
    listing = Listing.objects.get(product=product, channel="uk")
    product = Product.objects.get(pk=product.pk)
    product.pk, product.saleor_id, product.slug = None, f"copy-{number}", f"copy-{number}"
    product.save()
    listing.pk, listing.product, listing.only_variant, listing.price = None, product, f"copy-{number}", Decimal(1)
    listing.save()


@pytest.mark.database
def test_in_any_cart_an_alternative_keeps_every_rule() -> None:
    # given
    market, chance = default_market(), Random(13)
    products = list(Product.objects.with_category().filter(listings__channel=market.channel))
    seen = 0
    for _ in range(60):
        cart = chance.sample(products, chance.randint(2, 8))
        # when
        pairs = pairs_to_tell(cart)
        # then
        for pair, offered in find_alternatives(pairs, cart, market).items():
            seen += 1
            new = Product.objects.with_category().get(listings__only_variant=offered.variant_id, listings__channel="uk")
            old, other = (pair.first, pair.second) if offered.replaces == pair.first.slug else (pair.second, pair.first)
            assert new not in cart
            assert may_be_suggested(new.facts)
            assert sale_refusal(new.facts) is None
            assert judge_pair(new.facts, other.facts).rating is Rating.YES
            for rest in (each for each in cart if each not in (old, other)):
                before, after = (judge_pair(each.facts, rest.facts).rating for each in (old, new))
                assert TROUBLE.get(after, 0) <= TROUBLE.get(before, 0)
                assert offered.goes_with or after in (Rating.YES, Rating.NA)
    assert seen > 20


def warned(warning: object) -> str:
    return str(warning.pair.text)  # type: ignore[attr-defined]  # from a test client's context


def test_with_scripts_the_answer_to_add_offers_the_swap_and_answers_in_its_place() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    # when
    added = shopper.add(OIL, htmx=True)
    data = dict(re.findall(r'name="(variant|replaces|csrfmiddlewaretoken)" value="([^"]*)"', added.content.decode()))
    swapped = shopper.post("/cart/swap/", data, **{"HX-Request": "true", "HX-Target": "cart-status"})
    # then
    assert "in place of" in page_text(swapped)
    assert "<html" not in swapped.content.decode()
    assert swapped["HX-Trigger"] == "cart-changed"
    assert OIL not in shopper.quantities()


def test_without_scripts_adding_what_does_not_go_together_leads_to_the_cart_that_says_so() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    # when
    added = shopper.add(OIL)
    # then
    assert added["Location"].startswith("/cart/")
    assert "Oil weakens latex" in page_text(shopper.client.get(added["Location"]))


def test_the_dialog_says_what_does_not_go_together_and_offers_the_swap() -> None:
    # given
    shopper = Shopper()
    shopper.add(CONDOMS)
    shopper.add(OIL)
    # when
    dialog = shopper.client.get("/cart/mini/", headers={"HX-Request": "true", "HX-Target": "mini-body"})
    # then
    assert "Oil weakens latex" in page_text(dialog)
    assert 'action="/cart/swap/"' in dialog.content.decode()
