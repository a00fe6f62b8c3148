"""Where the demo shop sells and from where it sends: channels, warehouse, shipping, voucher, gift card."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from storefront.demo.data import Channel, DemoCatalogue, ShippingMethod
from storefront.demo.seeding.desk import Desk, Ref, SeedingFailed
from storefront.saleor.types.base import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Saleor's ids of the channels, by slug, and of the warehouse."""

    channels: Mapping[str, str]
    warehouse: str


class _Channel(Ref, frozen=True):
    currency_code: str


class _ChannelName(Answer, frozen=True):
    slug: str


class _Listing(Answer, frozen=True):
    channel: _ChannelName


class _Method(Answer, frozen=True):
    id: str
    name: str
    channel_listings: tuple[_Listing, ...] | None = None


class _Zone(Answer, frozen=True):
    id: str
    name: str
    shipping_methods: tuple[_Method, ...] | None = None


class _Voucher(Answer, frozen=True):
    id: str
    code: str | None = None
    channel_listings: tuple[_Listing, ...] | None = None


class _Id(Answer, frozen=True):
    id: str


class _Country(Answer, frozen=True):
    code: str


class _ClassRate(Answer, frozen=True):
    tax_class: _Id | None = None


class _CountryRates(Answer, frozen=True):
    country: _Country
    tax_class_country_rates: tuple[_ClassRate, ...]


class _MadeChannel(msgspec.Struct, frozen=True):
    channel: Ref


class _MadeWarehouse(msgspec.Struct, frozen=True):
    warehouse: Ref


class _MadeZone(Answer, frozen=True):
    shipping_zone: _Id


class _MadeMethod(Answer, frozen=True):
    shipping_method: _Id


class _MadeVoucher(msgspec.Struct, frozen=True):
    voucher: _Id


def places(desk: Desk, demo: DemoCatalogue) -> Places:
    """The warehouse and the channels, made where missing. A channel of another currency raises SeedingFailed."""
    warehouse = _warehouse(desk, demo)
    there = {channel.slug: channel for channel in desk.ask("Channels", tuple[_Channel, ...])}
    ids = {}
    for wanted in demo.channels:
        known = there.get(wanted.slug)
        if known is not None and known.currency_code != wanted.currency:
            raise SeedingFailed(f"Saleor's channel {wanted.slug} is in {known.currency_code}, not {wanted.currency}.")
        ids[wanted.slug] = known.id if known else _make_channel(desk, wanted, warehouse)
    return Places(channels=ids, warehouse=warehouse)


def tax_rates(desk: Desk, demo: DemoCatalogue) -> None:
    """Set the tax rate of each country of delivery that has no default rate (one for every tax class) yet."""
    known = {
        entry.country.code
        for entry in desk.ask("TaxRates", tuple[_CountryRates, ...])
        if any(rate.tax_class is None for rate in entry.tax_class_country_rates)
    }
    for country, rate in demo.tax_rates.items():
        if country not in known:
            desk.do("SetTaxRate", country=country, rate=rate)
            desk.made["tax rate"] += 1


def shipping(desk: Desk, demo: DemoCatalogue, there: Places) -> None:
    """One zone a channel, with its ways of delivery."""
    for channel in demo.channels:
        channel_id = there.channels[channel.slug]
        zones = desk.found("Zones", _Zone, channels=[channel_id])
        name = f"Gradual: {channel.name}"
        zone = next((zone for zone in zones if zone.name == name), None)
        if zone is None:
            zone = _Zone(id=_make_zone(desk, name, channel, there), name=name)
        known = {method.name: method for method in zone.shipping_methods or ()}
        for method in (method for method in demo.shipping if method.channel == channel.slug):
            found = known.get(method.name)
            if found is None or not found.channel_listings:
                _make_method(desk, method, found, zone_id=zone.id, channel_id=channel_id)


def voucher(desk: Desk, demo: DemoCatalogue, there: Places) -> None:
    """The voucher on the whole order, in every channel."""
    wanted = demo.voucher
    found = next((v for v in desk.found("Vouchers", _Voucher, search=wanted.code) if v.code == wanted.code), None)
    listed = {listing.channel.slug for listing in (found and found.channel_listings) or ()}
    if found is None:
        asked = {
            "code": wanted.code,
            "name": wanted.name,
            "type": "ENTIRE_ORDER",
            "discountValueType": "PERCENTAGE",
            "applyOncePerOrder": False,
        }
        found = _Voucher(id=desk.ask("CreateVoucher", _MadeVoucher, input=asked).voucher.id)
        desk.made["voucher"] += 1
    missing = [
        {"channelId": channel_id, "discountValue": wanted.percent}
        for slug, channel_id in there.channels.items()
        if slug not in listed
    ]
    if missing:
        desk.made["voucher listing"] += len(missing)
        desk.do("ListVoucher", id=found.id, input={"addChannels": missing})


def gift_card(desk: Desk, demo: DemoCatalogue) -> None:
    """The gift card; one that was spent stays spent."""
    card = demo.gift_card
    if desk.found("GiftCards", _Id, code=card.code):
        return
    balance = {"amount": card.amount, "currency": card.currency}
    desk.do("CreateGiftCard", input={"code": card.code, "balance": balance, "isActive": True})
    desk.made["gift card"] += 1


def _warehouse(desk: Desk, demo: DemoCatalogue) -> str:
    wanted = demo.warehouse
    found = desk.found("Warehouses", Ref, slugs=[wanted.slug])
    if found:
        return found[0].id
    address = {
        "companyName": wanted.company,
        "streetAddress1": wanted.street,
        "city": wanted.city,
        "postalCode": wanted.postal_code,
        "country": wanted.country,
        "skipValidation": True,
    }
    asked = {"slug": wanted.slug, "name": wanted.name, "address": address}
    desk.made["warehouse"] += 1
    return desk.ask("CreateWarehouse", _MadeWarehouse, input=asked).warehouse.id


def _make_channel(desk: Desk, channel: Channel, warehouse: str) -> str:
    asked = {
        "slug": channel.slug,
        "name": channel.name,
        "currencyCode": channel.currency,
        "defaultCountry": channel.country,
        "isActive": True,
        "addWarehouses": [warehouse],
        "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE"},
    }
    desk.made["channel"] += 1
    return desk.ask("CreateChannel", _MadeChannel, input=asked).channel.id


def _make_zone(desk: Desk, name: str, channel: Channel, there: Places) -> str:
    asked = {
        "name": name,
        "countries": channel.countries,
        "addWarehouses": [there.warehouse],
        "addChannels": [there.channels[channel.slug]],
    }
    desk.made["shipping zone"] += 1
    return desk.ask("CreateZone", _MadeZone, input=asked).shipping_zone.id


def _make_method(desk: Desk, method: ShippingMethod, found: _Method | None, *, zone_id: str, channel_id: str) -> None:
    """Make it, unless an interrupted seeding left it `found`, and give it its price."""
    method_id = found.id if found else ""
    if not method_id:
        asked = {
            "name": method.name,
            "type": "PRICE",
            "shippingZone": zone_id,
            "minimumDeliveryDays": method.minimum_days,
            "maximumDeliveryDays": method.maximum_days,
        }
        method_id = desk.ask("CreateShippingMethod", _MadeMethod, input=asked).shipping_method.id
        desk.made["way of delivery"] += 1
    desk.made["delivery price"] += 1
    desk.do(
        "PriceShippingMethod",
        id=method_id,
        input={"addChannels": [{"channelId": channel_id, "price": method.price}]},
    )
