"""Steps that several journeys share, said as a shopper would."""

from playwright.sync_api import Page

GUIDE = "/guides/gradual-anal-training/"
PRODUCT = "/product/everyday-water-based-gel-100-ml/"


def give_contact(page: Page) -> None:
    """Say where mails go."""
    page.get_by_label("Email").fill("sam@example.com")
    page.get_by_role("button", name="Go on to address").click()


def give_address(page: Page, *, postcode: str = "SW1A 1AA") -> None:
    """Say where the parcel goes."""
    page.get_by_label("First name").first.fill("Sam")
    page.get_by_label("Last name").first.fill("Reader")
    page.locator("[name$=street_address1]").first.fill("1 Example Street")
    page.locator("[name$=city]").first.fill("London")
    page.locator("[name$=postal_code]").first.fill(postcode)
    page.get_by_role("button", name="Go on to delivery").click()


def choose_delivery(page: Page) -> None:
    """Take the first way of delivery."""
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Go on to payment").click()


def pay(page: Page, outcome: str = "Approve") -> None:
    """Go to the payment service's page and let the test payment end as `outcome` says."""
    page.get_by_role("button", name="Pay £").click()
    page.get_by_role("button", name=outcome, exact=True).click()
