"""A shopper without JavaScript, at a running shop that sells from a real Saleor."""

import re
from collections.abc import Mapping
from html import unescape

import httpx2

HOME = {
    "country": "US",
    "first_name": "Sam",
    "last_name": "Reader",
    "street_address1": "1 Main Street",
    "city": "New York",
    "country_area": "NY",
    "postal_code": "10001",
    "bill_asked": "yes",
    "bill_same": "on",
}


IN_GERMANY = {
    "country": "DE",
    "first_name": "Mia",
    "last_name": "Leser",
    "street_address1": "Lindenweg 1",
    "city": "Berlin",
    "postal_code": "10115",
    "bill_asked": "yes",
    "bill_same": "on",
}


class Shopper:
    """One browser with its cookies. `page` is the present page's HTML, `location` its URL.

    `market` is the URL prefix of the shopper's market, such as `/de-de`.
    """

    def __init__(
        self, url: str, *, email: str = "sam@example.com", market: str = "", home: Mapping[str, str] = HOME
    ) -> None:
        self._url = url
        self.email, self.market, self._home = email, market, home
        self._client = httpx2.Client(base_url=url, trust_env=False, timeout=90, follow_redirects=True)
        self.page = ""
        self.location = ""

    def open_tab(self) -> "Shopper":
        """Return a second tab of the same browser, on the same page."""
        tab = Shopper(self._url, email=self.email, market=self.market, home=self._home)
        tab._client.cookies.update(self._client.cookies)
        tab.page, tab.location = self.page, self.location
        return tab

    @property
    def text(self) -> str:
        """The page's text without markup."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.page)))

    def open(self, path: str) -> None:
        """Open a page and follow immediate refreshes."""
        self._show(self._client.get(path))
        self._follow()

    def submit(self, **fields: str) -> None:
        """Submit the page's form and follow immediate refreshes."""
        fields = {"csrfmiddlewaretoken": self.field("csrfmiddlewaretoken"), **fields}
        answer = self._client.post(self.location, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        self._show(answer)
        self._follow()

    def field(self, name: str) -> str:
        """Return the value of the page's first input of this name."""
        for tag in re.findall(r"<(?:input|button)[^>]*>", self.page):
            if f'name="{name}"' in tag:
                found = re.search(r'value="([^"]*)"', tag)
                return unescape(found[1]) if found else ""
        raise AssertionError(f"no {name} in: {self.text}")

    def fill_cart_and_go_to_payment(self, variant_id: str, *, quantity: int = 1, collect_at: str = "") -> None:
        """Add to the cart and go to the payment step; `collect_at` is a collection point's id."""
        self.add_to_cart(variant_id, quantity=quantity)
        self.go_to_payment(collect_at=collect_at)

    def add_to_cart(self, variant_id: str, *, quantity: int = 1) -> None:
        """Add a variant to the cart."""
        form = {"variant": variant_id, "quantity": str(quantity), "next": f"{self.market}/cart/"}
        self._client.post(f"{self.market}/cart/add/", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    def go_to_payment(self, *, collect_at: str = "") -> None:
        """Go through the checkout steps up to payment."""
        self.open(f"{self.market}/checkout/contact/")
        self.submit(email=self.email)
        self.open(f"{self.market}/checkout/address/")
        self.submit(**self._home)
        self.open(f"{self.market}/checkout/delivery/")
        if "/delivery/" in self.location:
            self.submit(delivery=f"collect:{collect_at}" if collect_at else self.field("delivery"))
        self.open(f"{self.market}/checkout/payment/")

    def press_pay(self) -> None:
        """Press the pay button, which leads to the payment provider's page."""
        if "/checkout/payment/" not in self.location or 'name="seen"' not in self.page:
            self.open(f"{self.market}/checkout/payment/")
        self.submit(gateway=self.field("gateway"), seen=self.field("seen"))

    @property
    def is_at_gateway(self) -> bool:
        """Whether this is the payment provider's page."""
        return "/test-payments/" in self.location

    def resume_payment(self) -> bool:
        """Reload the payment page and follow its link to the provider, if any; return whether it led there."""
        self.open(self.location)
        if link := re.search(r'href="([^"]*/checkout/payment/[^"]+/go/)"', self.page):
            self.open(link[1])
        return self.is_at_gateway

    def choose_outcome(self, choice: str) -> None:
        """Choose the outcome on the provider's page, which leads back to the shop."""
        self.submit(choice=choice)

    def choose_outcome_and_stop(self, choice: str) -> str:
        """Choose the outcome and do not return; return the shop URL to which the page would have led."""
        form = {"csrfmiddlewaretoken": self.field("csrfmiddlewaretoken"), "choice": choice}
        self._show(self._client.post(self.location, data=form, headers={"Sec-Fetch-Site": "same-origin"}))
        (back,) = set(re.findall(r'href="([^"]*/checkout/payment/[^"]+)"', self.page))
        return unescape(back)

    def _follow(self) -> None:
        while onward := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', self.page):
            self._show(self._client.get(unescape(onward[1])))

    def _show(self, answer: httpx2.Response) -> None:
        self.page, self.location = answer.text, str(answer.url)
