"""A shopper whose browser has no script, at a shop in processes of its own that sells from a real Saleor."""

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


class Buyer:
    """One browser with its cookies. `page` is what it shows, `at` where it is; `email` whose mailbox they have.

    `market` is what the addresses of its market begin with, such as `/de-de`.
    """

    def __init__(
        self, url: str, *, email: str = "sam@example.com", market: str = "", home: Mapping[str, str] = HOME
    ) -> None:
        self._url = url
        self.email, self.market, self._home = email, market, home
        self._client = httpx2.Client(base_url=url, trust_env=False, timeout=90, follow_redirects=True)
        self.page = ""
        self.at = ""

    def another_tab(self) -> "Buyer":
        """A second tab of the same browser, which shows the same page."""
        tab = Buyer(self._url, email=self.email, market=self.market, home=self._home)
        tab._client.cookies.update(self._client.cookies)
        tab.page, tab.at = self.page, self.at
        return tab

    @property
    def words(self) -> str:
        """What the page says, without markup."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.page)))

    def goes(self, path: str) -> None:
        """Open a page, and follow the pages that lead on by themselves at once."""
        self._show(self._client.get(path))
        self._follow()

    def sends(self, **fields: str) -> None:
        """Send the page's form, and follow likewise."""
        fields = {"csrfmiddlewaretoken": self.field("csrfmiddlewaretoken"), **fields}
        answer = self._client.post(self.at, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        self._show(answer)
        self._follow()

    def field(self, name: str) -> str:
        """The value of the page's first input of this name."""
        for tag in re.findall(r"<(?:input|button)[^>]*>", self.page):
            if f'name="{name}"' in tag:
                found = re.search(r'value="([^"]*)"', tag)
                return unescape(found[1]) if found else ""
        raise AssertionError(f"no {name} in: {self.words}")

    def fills_cart(self, variant_id: str, *, quantity: int = 1, collect_at: str = "") -> None:
        """Put something into the cart and go as far as the payment step; `collect_at` is a collection point's id."""
        self.puts_in_cart(variant_id, quantity=quantity)
        self.goes_to_payment(collect_at=collect_at)

    def puts_in_cart(self, variant_id: str, *, quantity: int = 1) -> None:
        """Put something into the cart."""
        form = {"variant": variant_id, "quantity": str(quantity), "next": f"{self.market}/cart/"}
        self._client.post(f"{self.market}/cart/add/", data=form, headers={"Sec-Fetch-Site": "same-origin"})

    def goes_to_payment(self, *, collect_at: str = "") -> None:
        """Go with what is in the cart as far as the payment step."""
        self.goes(f"{self.market}/checkout/contact/")
        self.sends(email=self.email)
        self.goes(f"{self.market}/checkout/address/")
        self.sends(**self._home)
        self.goes(f"{self.market}/checkout/delivery/")
        if "/delivery/" in self.at:
            self.sends(delivery=f"collect:{collect_at}" if collect_at else self.field("delivery"))
        self.goes(f"{self.market}/checkout/payment/")

    def presses_pay(self) -> None:
        """Press the button at the payment step: off to the payment service's page."""
        if "/checkout/payment/" not in self.at or 'name="seen"' not in self.page:
            self.goes(f"{self.market}/checkout/payment/")
        self.sends(gateway=self.field("gateway"), seen=self.field("seen"))

    @property
    def is_where_to_pay(self) -> bool:
        """Whether this is the payment service's page."""
        return "/test-payments/" in self.at

    def goes_on_to_pay(self) -> bool:
        """Look again at the payment's own page in the shop, and take its link, if any; whether it has led there."""
        self.goes(self.at)
        if link := re.search(r'href="([^"]*/checkout/payment/[^"]+/go/)"', self.page):
            self.goes(link[1])
        return self.is_where_to_pay

    def chooses(self, choice: str) -> None:
        """Choose on the payment service's page how it ends, which leads back to the shop."""
        self.sends(choice=choice)

    def chooses_and_stays(self, choice: str) -> str:
        """Choose how it ends, and look no further: the address in the shop to which the page would have led."""
        form = {"csrfmiddlewaretoken": self.field("csrfmiddlewaretoken"), "choice": choice}
        self._show(self._client.post(self.at, data=form, headers={"Sec-Fetch-Site": "same-origin"}))
        (back,) = set(re.findall(r'href="([^"]*/checkout/payment/[^"]+)"', self.page))
        return unescape(back)

    def _follow(self) -> None:
        while onward := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', self.page):
            self._show(self._client.get(unescape(onward[1])))

    def _show(self, answer: httpx2.Response) -> None:
        self.page, self.at = answer.text, str(answer.url)
