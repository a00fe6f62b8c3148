"""Recalls: sale stops, the page says so, and every buyer is written to once (Regulation (EU) 2023/988, art. 35, 36)."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from storefront.cart import admission
from storefront.catalog.models import Variant
from storefront.core.markets import default_market
from storefront.emails.models import Email
from storefront.recalls import emails, services
from storefront.recalls.emails import RECALL
from storefront.recalls.models import Recall, RecallText
from storefront.recalls.wording import weakening_words
from storefront.saleor.types import Order
from tests.emails.conftest import order

pytestmark = pytest.mark.django_db
__all__ = ["order"]


def a_recall(items: str, **fields: object) -> Recall:
    recall = Recall(items=items, **{"state": Recall.State.PUBLISHED, **fields})
    recall.publish()
    recall.save()
    for language, product in (("en", "Small Plug"), ("de", "Kleiner Plug")):
        RecallText.objects.create(
            recall=recall,
            language=language,
            product=product,
            hazard="The base can break off." if language == "en" else "Der Fuß kann abbrechen.",
            what_to_do="Stop using it." if language == "en" else "Nicht mehr benutzen.",
            remedy="Your money back." if language == "en" else "Geld zurück.",
        )
    return recall


def bought(order: Order) -> Variant:
    line = next(line for line in order.lines if line.variant)
    assert line.variant is not None
    return Variant.objects.get(saleor_id=line.variant.id)


def test_article_35_everyone_who_bought_it_is_written_to_once(order: Order) -> None:
    recall = a_recall(bought(order).sku)

    emails.write_to_buyers(recall.pk)
    Recall.objects.filter(pk=recall.pk).update(next_attempt_at=recall.published_at, cursor="")
    emails.write_to_buyers(recall.pk)

    (email,) = Email.objects.filter(kind=RECALL)
    recall.refresh_from_db()
    assert email.payload.order_id == order.id
    assert email.payload.values["what_to_do"] == "Stop using it."
    assert recall.emails_written == 1
    assert recall.written_at is not None


def test_who_bought_something_else_or_on_another_day_is_left_alone(order: Order) -> None:
    other = Variant.objects.exclude(saleor_id__in=[line.variant.id for line in order.lines if line.variant])
    recalls = [a_recall(other.exclude(sku="")[0].sku), a_recall(bought(order).sku, ordered_until="2020-01-01")]

    for recall in recalls:
        recall.refresh_from_db()
        emails.write_to_buyers(recall.pk)

    assert not Email.objects.filter(kind=RECALL).exists()


def test_a_draft_is_not_seen_and_writes_to_nobody(client: Client, order: Order) -> None:
    recall = a_recall(bought(order).sku, state=Recall.State.DRAFT)

    emails.write_to_buyers(recall.pk)

    assert client.get(f"/recalls/{recall.pk}/").status_code == 404
    assert not Email.objects.filter(kind=RECALL).exists()
    assert not admission.recalled_variants([bought(order)])


def test_what_is_recalled_may_not_enter_a_cart_and_its_page_says_why(client: Client) -> None:
    variant = Variant.objects.select_related("product").exclude(sku="").filter(offers__price__isnull=False)[0]
    before = client.get(variant.product.get_absolute_url()).content.decode()
    recall = a_recall(variant.saleor_id)
    services.announce(recall)

    page = client.get(variant.product.get_absolute_url()).content.decode()
    refused = admission.refusals({variant.saleor_id: 1}, channel=default_market().channel)

    assert refused == {variant.saleor_id: str(admission.RECALLED)}
    assert f"/recalls/{recall.pk}/" in page
    assert f"/recalls/{recall.pk}/" not in before


def test_article_36_the_page_names_danger_action_remedy_and_items_in_the_readers_language(client: Client) -> None:
    recall = a_recall("LUBE-1", batches="L2026-11")

    page = client.get(f"/de-de/recalls/{recall.pk}/").content.decode()
    listed = client.get("/recalls/").content.decode()

    for words in (
        "Kleiner Plug",
        "Der Fuß kann abbrechen.",
        "Nicht mehr benutzen.",
        "Geld zurück.",
        "L2026-11",
        "LUBE-1",
    ):
        assert words in page
    assert f"/recalls/{recall.pk}/" in listed


@pytest.mark.parametrize(
    "sentence",
    [
        "A voluntary recall.",
        "As a precautionary measure.",
        "It can break in rare situations.",
        "No accidents have been reported.",
        "Ein freiwilliger Rückruf.",
        "Vorsorglich rufen wir zurück.",
        "In seltenen Fällen bricht es.",
    ],
)
def test_article_36_2_c_words_that_make_a_danger_smaller_are_refused(sentence: str) -> None:
    text = RecallText(language="en", product="Plug", hazard=sentence, what_to_do="Stop.", remedy="Refund.")

    with pytest.raises(ValidationError) as refused:
        text.clean()

    assert "hazard" in refused.value.message_dict
    assert weakening_words("The base can break off and stay inside.") == ()
