"""Addresses: each country's rules, and how invalid addresses are refused."""

import pytest
from msgspec.structs import replace

from storefront.saleor import checkouts
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.errors import BadRequest, MutationError
from storefront.saleor.types import Checkout
from tests.contract.addresses import ADDRESSES
from tests.contract.helpers import mutation_errors


@pytest.mark.parametrize(
    ("country", "required"),
    [
        ("GB", {"streetAddress1", "city", "postalCode"}),
        ("US", {"streetAddress1", "city", "postalCode", "countryArea"}),
        ("DE", {"streetAddress1", "city", "postalCode"}),
        ("IE", {"streetAddress1", "city"}),
    ],
)
def test_address_rules_name_required_fields(country: str, required: set[str]) -> None:
    rules = checkouts.address_rules(country)

    assert rules.country_code == country
    assert set(rules.required_fields) == required
    assert required <= set(rules.allowed_fields)
    assert "name" in rules.allowed_fields


def test_address_rules_list_states_where_there_are_any() -> None:
    states = {choice.raw: choice.verbose for choice in checkouts.address_rules("US").country_area_choices}

    assert states["DC"] == "District of Columbia"
    assert checkouts.address_rules("US").country_area_type == "state"
    assert checkouts.address_rules("GB").country_area_choices == ()
    assert checkouts.address_rules("DE").country_area_choices == ()


@pytest.mark.parametrize(("country", "postcode_type"), [("GB", "postal"), ("US", "zip"), ("IE", "eircode")])
def test_address_rules_name_the_postcode_type(country: str, postcode_type: str) -> None:
    rules = checkouts.address_rules(country)

    assert rules.postal_code_type == postcode_type
    assert rules.postal_code_matchers
    assert rules.postal_code_examples


def test_an_unknown_country_is_a_bad_request(cart: Checkout, home: AddressInput) -> None:
    with pytest.raises(BadRequest):
        checkouts.address_rules("XX")
    with pytest.raises(BadRequest):
        checkouts.set_billing_address(cart.id, address=replace(home, country="XX"))


@pytest.mark.parametrize("country", ["GB", "US", "DE", "IE"])
def test_a_valid_address_is_stored_as_typed(cart: Checkout, country: str) -> None:
    typed = ADDRESSES[country]

    kept = checkouts.set_billing_address(cart.id, address=typed).billing_address

    assert kept is not None
    assert (kept.first_name, kept.last_name, kept.country.code) == (typed.first_name, typed.last_name, country)
    assert kept.street_address1 == typed.street_address1
    assert kept.postal_code == typed.postal_code
    assert kept.country_area == typed.country_area
    assert kept.city.casefold() == typed.city.casefold()
    assert kept.phone == typed.phone


def test_shipping_and_billing_address_are_separate(cart: Checkout, home: AddressInput) -> None:
    checkouts.set_shipping_address(cart.id, address=home)
    now = checkouts.set_billing_address(cart.id, address=replace(home, first_name="Sam"))

    assert now.shipping_address
    assert now.billing_address
    assert (now.shipping_address.first_name, now.billing_address.first_name) == ("Robin", "Sam")


def test_a_state_may_be_written_out(cart: Checkout) -> None:
    typed = replace(ADDRESSES["US"], country_area="District of Columbia")

    kept = checkouts.set_billing_address(cart.id, address=typed).billing_address

    assert kept is not None
    assert kept.country_area == "DC"


@pytest.mark.parametrize(
    ("country", "postcode"), [("GB", "XYZ"), ("US", "1"), ("DE", "1234"), ("US", "90210"), ("IE", "12345")]
)
def test_a_postcode_that_does_not_fit_the_country_is_invalid(cart: Checkout, country: str, postcode: str) -> None:
    typed = replace(ADDRESSES[country], postal_code=postcode)

    with pytest.raises(MutationError) as caught:
        checkouts.set_billing_address(cart.id, address=typed)

    (problem,) = caught.value.problems
    assert (problem.field, problem.code, problem.address_type) == ("postalCode", "INVALID", "BILLING")


@pytest.mark.parametrize(("kind", "ask"), [("SHIPPING", "shipping"), ("BILLING", "billing")])
def test_all_missing_fields_are_reported_together(cart: Checkout, home: AddressInput, kind: str, ask: str) -> None:
    setter = checkouts.set_shipping_address if ask == "shipping" else checkouts.set_billing_address
    bare = AddressInput(country=home.country)
    required = set(checkouts.address_rules(home.country).required_fields)

    with pytest.raises(MutationError) as caught:
        setter(cart.id, address=bare)

    problems = caught.value.problems
    assert {problem.field for problem in problems} == required
    assert {problem.code for problem in problems} == {"REQUIRED"}
    assert {problem.address_type for problem in problems} == {kind}


def test_a_missing_state_is_required(cart: Checkout) -> None:
    typed = replace(ADDRESSES["US"], country_area="")

    assert set(mutation_errors(lambda: checkouts.set_billing_address(cart.id, address=typed))) == {
        ("countryArea", "REQUIRED")
    }


def test_a_wrong_state_is_invalid(cart: Checkout) -> None:
    typed = replace(ADDRESSES["US"], country_area="Yorkshire")

    assert ("countryArea", "INVALID") in mutation_errors(lambda: checkouts.set_billing_address(cart.id, address=typed))


def test_a_malformed_phone_number_is_invalid(cart: Checkout, home: AddressInput) -> None:
    typed = replace(home, phone="123")

    assert mutation_errors(lambda: checkouts.set_billing_address(cart.id, address=typed)) == [("phone", "INVALID")]


def test_an_invalid_address_leaves_the_old_one(addressed: Checkout, home: AddressInput) -> None:
    mutation_errors(lambda: checkouts.set_shipping_address(addressed.id, address=replace(home, postal_code="?")))

    now = checkouts.get(addressed.id)
    assert now is not None
    assert now.shipping_address == addressed.shipping_address


def test_an_email_is_stored(cart: Checkout) -> None:
    assert checkouts.set_email(cart.id, email="robin@example.com").email == "robin@example.com"


@pytest.mark.parametrize(("email", "code"), [("", "REQUIRED"), ("nope", "INVALID"), ("a b@example.com", "INVALID")])
def test_a_malformed_email_is_refused(cart: Checkout, email: str, code: str) -> None:
    assert mutation_errors(lambda: checkouts.set_email(cart.id, email=email)) == [("email", code)]
