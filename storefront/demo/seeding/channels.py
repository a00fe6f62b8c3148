"""Channels, warehouse, tax rates, shipping methods, voucher and gift card of the demo shop."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from storefront.demo.data import Channel, DemoCatalogue, ShippingMethod
from storefront.demo.seeding.staff import Ref, SeedingFailed, StaffSession
from storefront.saleor.types.base import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Saleor's ids of the channels, by slug, and of the warehouse."""

    ids: Mapping[str, str]
    warehouse: str


class _Id(Answer, frozen=True):
    id: str


class _Channel(Ref, frozen=True):
    currency_code: str


class _Slug(Answer, frozen=True):
    slug: str


class _Listing(Answer, frozen=True):
    channel: _Slug


class _Country(Answer, frozen=True):
    code: str


class _ClassRate(Answer, frozen=True):
    tax_class: _Id | None = None


class _CountryRates(Answer, frozen=True):
    country: _Country
    tax_class_country_rates: tuple[_ClassRate, ...]


class _TaxConfiguration(Answer, frozen=True):
    id: str
    display_gross_prices: bool
    channel: _Slug


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


class _CreatedChannel(msgspec.Struct, frozen=True):
    channel: Ref


class _CreatedWarehouse(msgspec.Struct, frozen=True):
    warehouse: Ref


class _CreatedZone(Answer, frozen=True):
    shipping_zone: _Id


class _CreatedMethod(Answer, frozen=True):
    shipping_method: _Id


class _CreatedVoucher(msgspec.Struct, frozen=True):
    voucher: _Id


def create_channels(staff: StaffSession, demo: DemoCatalogue) -> Channels:
    """Create the missing channels and the warehouse. Raises SeedingFailed for a channel with another currency."""
    warehouse = _create_warehouse(staff, demo)
    existing = {channel.slug: channel for channel in staff.run("Channels", tuple[_Channel, ...])}
    ids = {}
    for wanted in demo.channels:
        found = existing.get(wanted.slug)
        if found is not None and found.currency_code != wanted.currency:
            raise SeedingFailed(f"Saleor's channel {wanted.slug} is in {found.currency_code}, not {wanted.currency}.")
        ids[wanted.slug] = found.id if found else _create_channel(staff, wanted, warehouse)
    _show_net_prices(staff, {wanted.slug for wanted in demo.channels if wanted.slug not in existing}, demo)
    return Channels(ids=ids, warehouse=warehouse)


def _show_net_prices(staff: StaffSession, created: set[str], demo: DemoCatalogue) -> None:
    """Let new channels enter and show prices without tax where the demo does; a merchant's own channels stay."""
    net = {wanted.slug for wanted in demo.channels if not wanted.display_gross_prices} & created
    for entry in staff.list_nodes("TaxConfigurations", _TaxConfiguration) if net else ():
        if entry.channel.slug in net and entry.display_gross_prices:
            staff.run_without_result("ShowNetPrices", id=entry.id)


def set_tax_rates(staff: StaffSession, demo: DemoCatalogue) -> None:
    """Set the tax rate of each country of delivery that has no default rate (for every tax class) yet."""
    known = {
        entry.country.code
        for entry in staff.run("TaxRates", tuple[_CountryRates, ...])
        if any(rate.tax_class is None for rate in entry.tax_class_country_rates)
    }
    for country, rate in demo.tax_rates.items():
        if country not in known:
            staff.run_without_result("SetTaxRate", country=country, rate=rate)
            staff.created["tax rate"] += 1


def create_shipping(staff: StaffSession, demo: DemoCatalogue, channels: Channels) -> None:
    """Create one shipping zone a channel, with its shipping methods."""
    for channel in demo.channels:
        channel_id = channels.ids[channel.slug]
        name = f"Gradual: {channel.name}"
        zones = staff.list_nodes("Zones", _Zone, channels=[channel_id])
        zone = next((zone for zone in zones if zone.name == name), None)
        if zone is None:
            zone = _Zone(id=_create_zone(staff, name, channel, channels), name=name)
        existing = {method.name: method for method in zone.shipping_methods or ()}
        for method in (method for method in demo.shipping if method.channel == channel.slug):
            found = existing.get(method.name)
            if found is None or not found.channel_listings:
                _create_method(staff, method, found, zone_id=zone.id, channel_id=channel_id)


def create_voucher(staff: StaffSession, demo: DemoCatalogue, channels: Channels) -> None:
    """Create the voucher on the whole order, in every channel."""
    wanted = demo.voucher
    vouchers = staff.list_nodes("Vouchers", _Voucher, search=wanted.code)
    found = next((voucher for voucher in vouchers if voucher.code == wanted.code), None)
    listed = {listing.channel.slug for listing in (found and found.channel_listings) or ()}
    if found is None:
        values = {
            "code": wanted.code,
            "name": wanted.name,
            "type": "ENTIRE_ORDER",
            "discountValueType": "PERCENTAGE",
            "applyOncePerOrder": False,
        }
        found = _Voucher(id=staff.run("CreateVoucher", _CreatedVoucher, input=values).voucher.id)
        staff.created["voucher"] += 1
    missing = [
        {"channelId": channel_id, "discountValue": wanted.percent}
        for slug, channel_id in channels.ids.items()
        if slug not in listed
    ]
    if missing:
        staff.run_without_result("ListVoucher", id=found.id, input={"addChannels": missing})
        staff.created["voucher listing"] += len(missing)


def create_gift_card(staff: StaffSession, demo: DemoCatalogue) -> None:
    """Create the gift card; one that was spent stays spent."""
    card = demo.gift_card
    if staff.list_nodes("GiftCards", _Id, code=card.code):
        return
    balance = {"amount": card.amount, "currency": card.currency}
    staff.run_without_result("CreateGiftCard", input={"code": card.code, "balance": balance, "isActive": True})
    staff.created["gift card"] += 1


def _create_warehouse(staff: StaffSession, demo: DemoCatalogue) -> str:
    wanted = demo.warehouse
    found = staff.list_nodes("Warehouses", Ref, slugs=[wanted.slug])
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
    values = {"slug": wanted.slug, "name": wanted.name, "address": address}
    staff.created["warehouse"] += 1
    return staff.run("CreateWarehouse", _CreatedWarehouse, input=values).warehouse.id


def _create_channel(staff: StaffSession, channel: Channel, warehouse: str) -> str:
    values = {
        "slug": channel.slug,
        "name": channel.name,
        "currencyCode": channel.currency,
        "defaultCountry": channel.country,
        "isActive": True,
        "addWarehouses": [warehouse],
        "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE"},
        "orderSettings": {"markAsPaidStrategy": "TRANSACTION_FLOW"},
    }
    staff.created["channel"] += 1
    return staff.run("CreateChannel", _CreatedChannel, input=values).channel.id


def _create_zone(staff: StaffSession, name: str, channel: Channel, channels: Channels) -> str:
    values = {
        "name": name,
        "countries": channel.countries,
        "addWarehouses": [channels.warehouse],
        "addChannels": [channels.ids[channel.slug]],
    }
    staff.created["shipping zone"] += 1
    return staff.run("CreateZone", _CreatedZone, input=values).shipping_zone.id


def _create_method(
    staff: StaffSession, method: ShippingMethod, found: _Method | None, *, zone_id: str, channel_id: str
) -> None:
    """Create a shipping method, unless an interrupted run left it `found`, and set its price."""
    method_id = found.id if found else ""
    if not method_id:
        values = {
            "name": method.name,
            "type": "PRICE",
            "shippingZone": zone_id,
            "minimumDeliveryDays": method.minimum_days,
            "maximumDeliveryDays": method.maximum_days,
        }
        method_id = staff.run("CreateShippingMethod", _CreatedMethod, input=values).shipping_method.id
        staff.created["shipping method"] += 1
    price = {"addChannels": [{"channelId": channel_id, "price": method.price}]}
    staff.run_without_result("PriceShippingMethod", id=method_id, input=price)
    staff.created["shipping price"] += 1
