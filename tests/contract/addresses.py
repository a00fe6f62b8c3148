"""Postal addresses for the contract tests: real ones of public buildings, by country."""

from storefront.saleor.checkouts import AddressInput

ADDRESSES = {
    "GB": AddressInput(
        first_name="Robin",
        last_name="Hill",
        street_address1="96 Euston Road",
        city="London",
        postal_code="NW1 2DB",
        country="GB",
        phone="+442079460018",
    ),
    "US": AddressInput(
        first_name="Robin",
        last_name="Hill",
        street_address1="101 Independence Ave SE",
        city="Washington",
        postal_code="20540",
        country="US",
        country_area="DC",
    ),
    "DE": AddressInput(
        first_name="Robin",
        last_name="Hill",
        street_address1="Adickesallee 1",
        city="Frankfurt am Main",
        postal_code="60322",
        country="DE",
    ),
    "IE": AddressInput(
        first_name="Robin",
        last_name="Hill",
        street_address1="Kildare Street 1",
        city="Dublin",
        postal_code="D02 P638",
        country="IE",
    ),
    "PL": AddressInput(
        first_name="Robin",
        last_name="Hill",
        street_address1="Aleja Niepodleglosci 213",
        city="Warszawa",
        postal_code="02-086",
        country="PL",
    ),
}
