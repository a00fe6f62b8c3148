"""Our references and Saleor's `priorPrice`: written, removed, left to the merchant, retried, and off by a setting."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx2
import msgspec
import pytest
from django.utils import timezone
from pytest_django import Settings

from storefront.catalog.models import PendingRefresh, PricePeriod, PriorPrice, Variant
from storefront.catalog.price_history.recording import record_prices
from storefront.catalog.price_history.rules import ShownPrice
from storefront.catalog.tasks import share_prior_prices
from storefront.core.crypto import encrypt
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.client import api
from storefront.saleor.models import AppInstallation
from tests.catalog.factories import make_product

pytestmark = pytest.mark.django_db
API_URL = "https://saleor.example/graphql/"
NOW = timezone.now()


@dataclass
class Saleor(httpx2.BaseTransport):
    """A Saleor with one variant: its full price as entered, its tax, and its prior price."""

    full: Decimal = Decimal("10.00")
    is_entered_net: bool = False
    prior: Decimal | None = None
    breaks: bool = False
    refuses: bool = False
    loses_response: bool = False
    asked: list[str] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        sent = msgspec.json.decode(request.read())
        self.asked.append(sent["operationName"])
        assert request.headers["Authorization"] == "Bearer app-token"
        if self.breaks:
            return httpx2.Response(503)
        root = {"PriorPrices": self._read, "SetPriorPrice": self._set}[sent["operationName"]](sent["variables"])
        if self.loses_response and sent["operationName"] == "SetPriorPrice":
            raise httpx2.ReadError("lost")
        return httpx2.Response(200, content=msgspec.json.encode({"data": {"root": root}}, enc_hook=str))

    def _read(self, asked: dict[str, Any]) -> object:
        net, gross = (self.full, self.full * Decimal("1.2")) if self.is_entered_net else (self.full / 2, self.full)
        listing = {
            "id": "listing",
            "channel": {"slug": "uk"},
            "price": _money(self.full),
            "priorPrice": _money(self.prior),
        }
        node = {
            "id": asked["ids"][0],
            "product": {"id": "product-plug"},
            "pricing": {"priceUndiscounted": {"net": _money(net), "gross": _money(gross)}},
            "channelListings": [listing, {**listing, "id": "elsewhere", "channel": {"slug": "us"}}],
        }
        return {"edges": [{"node": node}]}

    def _set(self, asked: dict[str, Any]) -> object:
        (variant,) = asked["variants"]
        (change,) = variant["channelListings"]["update"]
        assert change.keys() == {"channelListing", "priorPrice"}  # no other price is touched
        assert (asked["product"], change["channelListing"]) == ("product-plug", "listing")
        if self.refuses:
            return {"results": [{"errors": [{"code": "NOT_FOUND"}]}], "errors": []}
        self.prior = change["priorPrice"] and Decimal(change["priorPrice"])
        return {"results": [{"errors": []}], "errors": []}


def _money(amount: Decimal | None) -> object:
    return None if amount is None else {"amount": amount, "currency": "GBP"}


@pytest.fixture
def saleor(settings: Settings) -> Iterator[Saleor]:
    settings.SALEOR_API_URL = settings.SALEOR_OWN_API_URL = API_URL
    AppInstallation.objects.create(
        api_url=API_URL, identifier=SHOP_ID, app_id="app", encrypted_token=encrypt("app-token")
    )
    fake = Saleor()
    with api.override_transport(fake):
        yield fake


@pytest.fixture
def variant() -> Variant:
    return make_product("plug").variants.get()


def _record(variant: Variant, price: str, full: str = "", *, days: float, is_net: bool = False) -> Decimal | None:
    """Record a price of so many days ago; return what it may be compared with."""
    shown = ShownPrice(currency="GBP", price=Decimal(price), undiscounted=Decimal(full or price), is_net=is_net)
    return record_prices({variant.pk: shown}, channel="uk", at=NOW - timedelta(days=days)).get(variant.pk)


def _tomorrow() -> None:
    PriorPrice.objects.update(next_attempt_at=NOW - timedelta(minutes=1), leased_until=None)


def test_a_reference_is_written_once_and_removed_when_the_reduction_ends(saleor: Saleor, variant: Variant) -> None:
    _record(variant, "10", days=40)
    assert share_prior_prices() == 0
    _record(variant, "8", "10", days=2)

    assert share_prior_prices() == 1
    assert saleor.prior == 10
    assert share_prior_prices() == 0
    _tomorrow()
    share_prior_prices()
    assert saleor.asked.count("SetPriorPrice") == 1

    _record(variant, "10", days=1)
    share_prior_prices()
    assert saleor.prior is None
    assert PriorPrice.objects.get().next_attempt_at is None


def test_where_merchants_enter_prices_without_tax_the_reference_is_written_without(
    saleor: Saleor, variant: Variant
) -> None:
    saleor.is_entered_net = True
    _record(variant, "12.00", days=40)
    _record(variant, "9.60", "12.00", days=2)

    share_prior_prices()

    assert saleor.prior == Decimal("10.00")


def test_a_channel_that_shows_prices_without_tax_is_converted_where_they_are_entered_with_it(
    saleor: Saleor, variant: Variant
) -> None:
    _record(variant, "5.00", days=40, is_net=True)
    _record(variant, "4.00", "5.00", days=2, is_net=True)

    share_prior_prices()

    assert saleor.prior == Decimal("10.00")


@pytest.mark.parametrize(("theirs", "announced"), [("9.00", 9), ("12.00", 10)])
def test_what_the_merchant_set_stays_and_the_lower_price_is_announced(
    saleor: Saleor, variant: Variant, theirs: str, announced: int
) -> None:
    _record(variant, "10", days=40)
    saleor.prior = Decimal(theirs)
    _record(variant, "8", "10", days=2)

    share_prior_prices()

    assert saleor.prior == Decimal(theirs)
    assert PendingRefresh.objects.filter(saleor_id="product-plug").exists()
    assert _record(variant, "8", "10", days=1) == announced

    saleor.prior = None  # the merchant removes it
    _tomorrow()
    share_prior_prices()
    assert _record(variant, "8", "10", days=1) == 10
    assert saleor.prior == 10


def test_without_a_history_the_merchants_prior_price_is_announced(saleor: Saleor, variant: Variant) -> None:
    saleor.prior = Decimal("9.50")
    assert _record(variant, "8", "10", days=2) is None

    share_prior_prices()

    assert _record(variant, "8", "10", days=1) == Decimal("9.50")
    _record(variant, "10", days=0.5)
    assert PricePeriod.objects.get(variant=variant, ended_at=None).announced_from is None


def test_a_failure_is_tried_again_later(saleor: Saleor, variant: Variant) -> None:
    _record(variant, "10", days=40)
    _record(variant, "8", "10", days=2)
    saleor.breaks = True
    share_prior_prices()
    assert share_prior_prices() == 0

    row = PriorPrice.objects.get()
    assert row.next_attempt_at
    assert row.next_attempt_at > NOW
    saleor.breaks = False
    saleor.refuses = True
    _tomorrow()
    share_prior_prices()
    assert saleor.prior is None
    saleor.refuses = False
    _tomorrow()
    share_prior_prices()
    assert saleor.prior == 10


def test_a_lost_response_is_not_taken_for_the_merchants_price(saleor: Saleor, variant: Variant) -> None:
    _record(variant, "10", days=40)
    _record(variant, "8", "10", days=2)
    saleor.loses_response = True
    share_prior_prices()
    saleor.loses_response = False
    _tomorrow()
    share_prior_prices()

    _record(variant, "10", days=1)
    share_prior_prices()
    assert saleor.prior is None


def test_it_is_off_by_a_setting_and_without_a_saleor(saleor: Saleor, variant: Variant, settings: Settings) -> None:
    settings.SHARE_PRIOR_PRICES = False
    _record(variant, "10", days=40)
    _record(variant, "8", "10", days=2)
    assert not PriorPrice.objects.exists()
    assert share_prior_prices() == 0

    settings.SHARE_PRIOR_PRICES, settings.SALEOR_API_URL = True, ""
    assert share_prior_prices() == 0
    assert saleor.asked == []
