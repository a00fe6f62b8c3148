"""Steps that several journeys share."""

from dataclasses import dataclass

from playwright.sync_api import Page

GUIDE = "/guides/gradual-anal-training/"
PRODUCT = "/product/everyday-water-based-gel-100-ml/"


@dataclass(frozen=True, kw_only=True)
class Words:
    """The texts of a market's pages and an address there; `prefix` is the market's URL prefix."""

    prefix: str = ""
    language: str = "en-gb"
    cart: str = "cart"
    add: str = "Add to cart"
    one_more: str = "One more: Everyday"
    to_checkout: str = "Go to checkout"
    email: str = "Email"
    first_name: str = "First name"
    last_name: str = "Last name"
    city: str = "London"
    postcode: str = "SW1A 1AA"
    to_address: str = "Go on to address"
    to_delivery: str = "Go on to delivery"
    to_payment: str = "Go on to payment"
    pay: str = "Pay £"
    approve: str = "Approve"
    placed: str = "Your order is placed"
    order: str = "Order"
    shop_heading: str = "From our shop"
    stop_if: str = "Stop if"
    not_stated: str = "not stated"
    lubricant: str = "lubricant"


ENGLISH = Words()
GERMAN = Words(
    prefix="/de-de",
    language="de-de",
    cart="Warenkorb",
    add="In den Warenkorb",
    one_more="Eins mehr: Alltags-Gel",
    to_checkout="Zur Kasse",
    email="E-Mail-Adresse",
    first_name="Vorname",
    last_name="Nachname",
    city="Berlin",
    postcode="10115",
    to_address="Weiter zur Adresse",
    to_delivery="Weiter zur Lieferung",
    to_payment="Weiter zur Zahlung",
    pay="Zahlungspflichtig bestellen",
    approve="Freigeben",
    placed="Deine Bestellung ist eingegangen",
    order="Bestellung",
    shop_heading="Aus unserem Shop",
    stop_if="Hör auf, wenn",
    not_stated="nicht angegeben",
    lubricant="Gleitmittel",
)


def give_contact(page: Page, words: Words = ENGLISH) -> None:
    """Fill in the contact step."""
    page.get_by_label(words.email).fill("sam@example.com")
    page.get_by_role("button", name=words.to_address).click()


def give_address(page: Page, words: Words = ENGLISH, *, postcode: str = "") -> None:
    """Fill in the address step."""
    page.get_by_label(words.first_name).first.fill("Sam")
    page.get_by_label(words.last_name).first.fill("Reader")
    page.locator("[name$=street_address1]").first.fill("1 Example Street")
    page.locator("[name$=city]").first.fill(words.city)
    page.locator("[name$=postal_code]").first.fill(postcode or words.postcode)
    page.get_by_role("button", name=words.to_delivery).click()


def choose_delivery(page: Page, words: Words = ENGLISH) -> None:
    """Choose the first delivery."""
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=words.to_payment).click()


def pay(page: Page, outcome: str = "", words: Words = ENGLISH) -> None:
    """Go to the payment page and let the dummy payment end as `outcome` says."""
    page.get_by_role("button", name=words.pay).click()
    page.get_by_role("button", name=outcome or words.approve, exact=True).click()
