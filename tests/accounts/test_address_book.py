"""The address book: each country's fields, default addresses, and no access to other customers' addresses."""

import pytest

from storefront.sandbox.models import Customer as Row
from tests.accounts.customer import EMAIL, HOME, Customer
from tests.cart.shopper import page_text

pytestmark = pytest.mark.database


def test_an_address_is_added_changed_and_deleted(customer: Customer) -> None:
    # when
    customer.post("/account/addresses/new/", {**HOME, "for_parcels": "on", "for_bills": "on"})
    # then
    added = page_text(customer.get("/account/addresses/"))
    assert "1 Quiet Lane" in added
    assert "For parcels" in added
    assert "For bills" in added
    # when
    key = customer.address_key()
    form = customer.get(f"/account/addresses/{key}/")
    assert 'value="1 Quiet Lane"' in form.content.decode()
    customer.post(f"/account/addresses/{key}/", {**HOME, "street_address1": "2 Loud Road"})
    # then
    changed = page_text(customer.get("/account/addresses/"))
    assert "2 Loud Road" in changed
    assert "Quiet" not in changed
    # when
    assert "2 Loud Road" in page_text(customer.get(f"/account/addresses/{key}/delete/"))
    customer.post(f"/account/addresses/{key}/delete/", {})
    # then
    assert "No addresses yet" in page_text(customer.get("/account/addresses/"))


def test_errors_are_at_their_fields_and_input_is_kept(customer: Customer) -> None:
    answer = customer.post("/account/addresses/new/", {**HOME, "postal_code": "XYZ", "for_bills": "on"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a full postcode, like EC1Y 8SY (United Kingdom)." in text
    assert 'value="XYZ"' in text
    assert 'value="1 Quiet Lane"' in text
    assert "checked" in text
    assert "No addresses yet" in page_text(customer.get("/account/addresses/"))


def test_another_country_asks_for_other_fields_and_keeps_input(customer: Customer) -> None:
    customer.prefix = "/en-us"
    answer = customer.post("/account/addresses/new/", {**HOME, "country": "US", "change_country": "yes"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "State" in text
    assert 'value="1 Quiet Lane"' in text
    assert "Error" not in text


def test_the_first_choice_moves_to_another_address(customer: Customer) -> None:
    # given
    customer.post("/account/addresses/new/", {**HOME, "for_parcels": "on"})
    first = customer.address_key()
    customer.post("/account/addresses/new/", {**HOME, "first_name": "Kim", "for_parcels": "on"})
    # when
    customer.post(f"/account/addresses/{first}/first/", {"for": "parcels"})
    customer.post(f"/account/addresses/{first}/first/", {"for": "bills"})
    # then
    row = Row.objects.get(email=EMAIL)
    assert row.default_shipping_address is not None
    assert row.default_shipping_address == row.default_billing_address
    assert row.default_shipping_address.first_name == "Sam"


def test_another_customers_address_is_not_found(customer: Customer) -> None:
    # given
    customer.post("/account/addresses/new/", HOME)
    key = customer.address_key()
    other = Customer()
    other.register("kim@example.com")
    other.confirm()
    # then
    for path in (f"/account/addresses/{key}/", f"/account/addresses/{key}/delete/"):
        assert other.get(path).status_code == 404
        assert other.post(path, HOME).status_code == 404
    assert other.post(f"/account/addresses/{key}/first/", {"for": "bills"}).status_code == 404
    assert "1 Quiet Lane" in page_text(customer.get("/account/addresses/"))


def test_deleting_twice_is_the_same_as_once(customer: Customer) -> None:
    customer.post("/account/addresses/new/", HOME)
    key = customer.address_key()
    customer.post(f"/account/addresses/{key}/delete/", {})
    assert customer.post(f"/account/addresses/{key}/delete/", {}).status_code == 404
