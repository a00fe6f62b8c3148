"""Every duty of duties.toml, seen on the pages of its market: one test for each, named after its paragraph.

The pages of a market are rendered once. Those on which visibility and position matter are laid out by a real browser,
with the shop's style sheets and without a server.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from storefront.catalog.models import Listing, Offer, Product
from storefront.core.markets import all_markets
from storefront.emails.models import EmailPayload
from storefront.emails.outbox import ORDER_PLACED
from storefront.emails.rendering import render
from storefront.merchant.duties.rules import DUTIES, Duty
from storefront.merchant.models import TAG, MerchantProfile
from storefront.merchant.models.confirmations import DutyConfirmation
from storefront.merchant.policies.versions import keep_for_order
from storefront.page_cache import invalidate
from storefront.payments.models import PaymentAttempt
from storefront.saleor import orders
from tests.browser.conftest import PHONE, TIMEOUT
from tests.cart.shopper import GEL, OIL, input_value, page_text
from tests.checkout.purchase import HOME_ADDRESS, Payer
from tests.merchant.duties import TODAY

pytestmark = [pytest.mark.browser]
TOY, CONDOMS = "small-vibrating-plug-26-mm", "latex-condoms-pack-of-12"
MARKETS = {"EU": "de-de", "DE": "de-de", "GB": "en-gb", "US": "en-us"}
PREFIX = {"de-de": "/de-de", "en-gb": "", "en-us": "/en-us", "en-ie": "/en-ie"}
ADDRESS = {
    "de-de": HOME_ADDRESS | {"country": "DE", "city": "Berlin", "postal_code": "10115"},
    "en-gb": HOME_ADDRESS,
    "en-us": HOME_ADDRESS | {"country": "US", "city": "Albany", "postal_code": "12207", "country_area": "NY"},
    "en-ie": HOME_ADDRESS
    | {"country": "IE", "city": "Dublin", "postal_code": "D02 AF30", "country_area": "Co. Dublin"},
}
# Lays the page out and returns what can be seen, from the top to the bottom.
VISIBLE = """() => {
  const bottom = [...document.querySelectorAll('.totals-sum, .totals-tax')].at(-1)?.getBoundingClientRect().bottom;
  const top = document.querySelector('.btn-pay')?.getBoundingClientRect().top;
  const isBetween = (each) => {
    const box = each.getBoundingClientRect();
    return !each.children.length && each.innerText?.trim() && box.height > 1 && box.top >= bottom && box.bottom <= top;
  };
  return {
  text: document.body.innerText,
  buttons: [...document.querySelectorAll('a.btn, button')].filter((each) => each.checkVisibility()
    && each.getBoundingClientRect().height >= 24).map((each) => each.innerText.trim()),
  pay: top ?? null,
  total: bottom ?? null,
  facts: document.querySelector('.facts-line')?.getBoundingClientRect().top ?? null,
  between: [...document.querySelectorAll('body *')].filter(isBetween).map((each) => each.innerText.trim()),
  };
}"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The words of a page. A page that was laid out has what can be seen, and what is above the button that pays.

    Positions are in CSS pixels: of that button, of the total, and of the first item's characteristics. `between` are
    the words between total and button.
    """

    text: str
    buttons: tuple[str, ...] = ()
    pay: float | None = None
    total: float | None = None
    facts: float | None = None
    between: tuple[str, ...] = ()


Pages = dict[tuple[str, str], Seen]


@pytest.fixture(scope="module")
def pages(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Pages:
    """The pages and the order email of each market, by language and name."""
    with django_db_blocker.unblock(), transaction.atomic():
        _prepare()
        found = {(language, name): seen for language in PREFIX for name, seen in _pages_of(language, browser)}
        transaction.set_rollback(True)
    return found


def _prepare() -> None:
    """Make the toy one that each notice is about, and reduce the gel's price."""
    toy = Product.objects.get(slug=TOY)
    more = {"commercial-guarantee": "36", "prop-65": ["warning"], "prop-65-chemicals": "lead, which can cause cancer"}
    toy.attributes, toy.digest = {**toy.attributes, **more}, "changed"
    toy.save()
    label = {"duty": "eu-commercial-guarantee-label", "text": "The official label is among the pictures."}
    for market in ("de-de", "en-ie"):
        DutyConfirmation.objects.create(market=market, person="A test", **label)
    for rows in (Listing.objects.filter(product__slug=GEL), Offer.objects.filter(variant__product__slug=GEL)):
        rows.update(undiscounted="12.00", reference="9.90")


def _pages_of(language: str, browser: Browser) -> Iterator[tuple[str, Seen]]:
    payer = Payer(PREFIX[language])
    market = next(each for each in all_markets() if each.language == language)

    def at(path: str) -> Seen:
        return Seen(text=_clean(page_text(payer.get(path))))

    for kind in ("imprint", "contact", "terms", "delivery", "withdrawal", "privacy", "cookies", "accessibility"):
        yield kind, at(f"/legal/{kind}/")
    yield "complaints", at("/legal/complaints/")
    yield "health-data", at("/legal/health-data/")
    yield "list", at("/shop/lubricants/")
    yield "oil", at(f"/product/{OIL}/")
    yield "condoms", at(f"/product/{CONDOMS}/")
    typed = {"name": "Sam Reader", "number": "1042", "email": "sam@example.com", "words": ""}
    yield "confirm withdrawal", Seen(text=_clean(page_text(payer.post("/returns/withdraw/", typed))))
    payer.add(GEL)
    payer.add(TOY)
    yield "cart", at("/cart/")
    record = MerchantProfile.objects.get(market=language)
    home, record.ships_from = record.ships_from, "CH"
    record.save()
    invalidate(TAG)
    yield "cart from outside", at("/cart/")
    record.ships_from = home
    record.save()
    invalidate(TAG)
    payer.post("/checkout/contact/", {"email": "sam@example.com"})
    payer.post("/checkout/address/", ADDRESS[language])
    payer.post("/checkout/delivery/", {"delivery": input_value(payer.get("/checkout/delivery/"), "delivery")})
    yield from _laid_out(payer, browser, {"home": "/", "gel": f"/product/{GEL}/", "toy": f"/product/{TOY}/"})
    yield from _laid_out(payer, browser, {"payment": "/checkout/payment/"})
    payer.pay("success")
    order = orders.get(PaymentAttempt.objects.latest("pk").order_id)
    assert order is not None
    keep_for_order(order.id, market)
    email = render(ORDER_PLACED, EmailPayload(order_id=order.id), order, language=language)
    yield "email", Seen(text=_clean(email.text))


def _laid_out(payer: Payer, browser: Browser, paths: dict[str, str]) -> Iterator[tuple[str, Seen]]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    for name, path in paths.items():
        page.set_content(_with_styles(payer.get(path).content.decode()), timeout=TIMEOUT)
        seen = page.evaluate(VISIBLE)
        yield (
            name,
            Seen(
                text=_clean(seen["text"]),
                buttons=tuple(seen["buttons"]),
                pay=seen["pay"],
                total=seen["total"],
                facts=seen["facts"],
                between=tuple(seen["between"]),
            ),
        )
    context.close()


def _with_styles(html: str) -> str:
    """Put the style sheets into the page: nothing else that it loads changes where its words are."""

    def inline(link: re.Match[str]) -> str:
        file = finders.find(link[1])
        return f"<style>{Path(str(file)).read_text(encoding='utf-8')}</style>" if file else ""

    return re.sub(r'<link rel="stylesheet" href="/static/([^"]+)">', inline, html)


def _clean(text: str) -> str:
    return " ".join(unescape(text).replace("\xa0", " ").split()).replace(" ,", ",")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The words by which a page of the market meets the duty; `button` is the label of a visible button."""

    page: str
    words: tuple[str, ...] = ()
    button: str = ""


def on(page: str, *words: str, button: str = "") -> Shown:
    return Shown(page=page, words=words, button=button)


LATER_OR_ENDED = ()
"""A duty of a coming day, or of a day that is over: no page shows anything for it (tests/merchant/test_duties.py)."""
SELLER = ("Gradual Demo", "service@gradual.example")
MET: dict[str, tuple[Shown, ...]] = {
    "eu-reduction": (
        on("gel", "9,90 € niedrigster Preis der 30 Tage davor"),
        on("list", "9,90 € niedrigster Preis der 30 Tage davor"),
    ),
    "eu-unit-price": (on("gel", "85,00 € pro Liter"), on("list", "85,00 € pro Liter"), on("cart", "pro Liter")),
    "eu-total-price": tuple(on(page, "inkl. MwSt., zzgl. Versand ab 5,90 €") for page in ("gel", "toy", "list")),
    "eu-pay-button": (on("payment", button="Zahlungspflichtig bestellen"),),
    "eu-order-summary": (on("payment", "Basis: Auf Wasserbasis", "Breiteste Stelle: 26 mm", "Zu bezahlen"),),
    "eu-start-of-ordering": (on("cart", "Zahlungsarten Karte", "Wir liefern nach Deutschland"),),
    "eu-trader": (
        on("payment", "Du kaufst bei Gradual Demo GmbH, Beispielstraße 1"),
        on("contact", *SELLER, "Beispielstraße 1", "+49 30 23125000"),
    ),
    "eu-terms": (on("terms", "AGB"), on("delivery", "Wir liefern nach: Deutschland", "Zahlungsarten: Karte")),
    "eu-delivery-time": (on("gel", "Lieferzeit: 3 bis 5 Werktage"), on("payment", "Lieferzeit: 3 bis 5 Werktage")),
    "eu-confirmation": (
        on("email", "bestätigt den Vertrag", *SELLER, "Basis: Auf Wasserbasis", "versiegelt", "Lieferzeit: 3 bis 5"),
        on("email", "Hiermit widerrufe(n) ich/wir", "Gesetzliche Gewährleistung", "Alte Elektrogeräte", "Beschwerden"),
    ),
    "eu-withdrawal-instruction": (
        on(
            "withdrawal", "binnen vierzehn Tagen", "Beispielstraße 2", "Muster-Widerrufsformular", "Eingangsbestätigung"
        ),
    ),
    "eu-withdrawal-function": (
        on("home", button="Vertrag widerrufen"),
        on("gel", button="Vertrag widerrufen"),
        on("confirm withdrawal", "Widerruf bestätigen"),
    ),
    "eu-hygiene-exception": tuple(on(page, "Aus Hygienegründen versiegelt") for page in ("gel", "cart", "payment")),
    "eu-legal-guarantee-notice": tuple(
        on(page, "Gesetzliche Gewährleistung Das Gesetz gibt dir") for page in ("gel", "payment")
    ),
    "eu-commercial-guarantee-label": tuple(
        on(page, "Haltbarkeitsgarantie des Herstellers") for page in ("toy", "payment")
    ),
    "eu-gpsr-maker": (on("toy", "Hergestellt von Example Manufacturer", "safety@manufacturer.example"),),
    "eu-gpsr-responsible-person": (on("toy", "Verantwortlich in der EU"),),
    "eu-gpsr-identifier": (on("toy", "Modell Example T10"),),
    "eu-gpsr-warnings": (on("toy", "Nicht auskochen."),),
    "eu-product-class": (on("gel", "Verkauft als Medizinprodukt"),),
    "eu-cosmetic-ingredients": (on("oil", "Inhaltsstoffe (INCI)"),),
    "eu-cosmetic-durability": (on("oil", "Haltbar nach dem Öffnen"),),
    "eu-device-mark": (on("gel", "CE 0000"),),
    "eu-cyclosiloxanes-cosmetic": LATER_OR_ENDED,
    "eu-cyclosiloxanes-device": LATER_OR_ENDED,
    "eu-ce-electrical": (on("toy", "CE- oder UKCA-Zeichen Ja"),),
    "eu-electrical-waste": (on("toy", "Alte Elektrogeräte", "durchgestrichene Tonne"),),
    "eu-battery-stated": (on("toy", "Batterie Fest eingebaut"),),
    "eu-battery-information": (on("toy", "Batterien gehören nicht in den Hausmüll", "Cd oder Pb"),),
    "eu-packaging": (on("imprint", "LUCID: DE0000000000000"),),
    "eu-customs-charge": (on("cart from outside", "6,00 €", "Warenarten"),),
    "eu-customs-heading": (on("cart from outside", "für 2 Warenarten"),),
    "eu-accessibility": (on("accessibility", "WCAG", "MLBF"),),
    "eu-privacy": (on("privacy", "Verantwortlich", "Art. 6 Abs. 1 b DSGVO", "Deine Rechte"),),
    "eu-cookies": (on("cookies", "zwei Cookies", "§ 25 Abs. 2 Nr. 2 TDDDG"),),
    "eu-dsa": (on("complaints", "Einen Beitrag meldest du"), on("contact", "DSA")),
    "eu-dispute-platform": LATER_OR_ENDED,
    "de-imprint": (on("imprint", "§ 5 DDG", *SELLER, "GmbH", "Vertreten durch", "HRB 00000", "DE000000000"),),
    "de-arbitration": (on("complaints", "Verbraucherschlichtungsstelle"), on("email", "Verbraucherschlichtungsstelle")),
    "de-electrical-register": (on("imprint", "WEEE-Reg.-Nr.: DE 00000000"),),
    "de-battery-register": (on("imprint", "Batterieregister: DE 00000000"),),
    "uk-trader": (
        on("payment", "You buy from Gradual Demo Ltd"),
        on("contact", *SELLER, "1 Example Street", "+44 20 7946 0018"),
    ),
    "uk-company": (on("imprint", "Gradual Demo Ltd", "Companies House, number 00000000", "VAT number: GB000000000"),),
    "uk-terms": (on("terms", "Consumer Rights Act 2015"), on("delivery", "We deliver to: United Kingdom")),
    "uk-cancellation": (on("withdrawal", "14 days", "2 Example Street", "Cancellation form"),),
    "uk-confirmation": (
        on("email", "confirms the contract", *SELLER, "Made on: Water-based", "Sealed for hygiene", "2 to 3 working"),
        on("email", "I/We (*) hereby give notice", "Old electrical devices", "Batteries", "Complaints"),
    ),
    "uk-pay-button": (on("payment", "Made on: Water-based", button="Pay £"),),
    "uk-hygiene-exception": tuple(on(page, "Sealed for hygiene") for page in ("gel", "cart", "payment")),
    "uk-delivery-time": (on("gel", "Delivery time: 2 to 3 working days"), on("payment", "2 to 3 working days")),
    "uk-total-price": tuple(on(page, "incl. VAT, plus delivery from £2.90") for page in ("gel", "toy", "list")),
    "uk-unit-price": (on("gel", "£75.00 per litre", "£9.90"), on("list", "£75.00 per litre", "£9.90")),
    "uk-privacy": (on("privacy", "Who is responsible", "Information Commissioner"),),
    "uk-cookies": (on("cookies", "We set two cookies", "no banner"),),
    "uk-product-class": (on("gel", "Sold as Medical device"),),
    "uk-responsible-person": (on("gel", "Responsible in the UK "),),
    "uk-maker": (on("gel", "Made by Example Manufacturer"),),
    "uk-device-mark": (on("gel", "CE 0000"),),
    "uk-electrical-mark": (on("toy", "CE or UKCA mark Yes"),),
    "uk-electrical-waste": (on("toy", "Old electrical devices", "crossed-out bin"),),
    "uk-battery-information": (on("toy", "Battery Built in", "You can return used batteries for free"),),
    "us-seller": (on("payment", "You buy from Gradual Demo LLC, 1 Example Street"), on("terms", "Returns")),
    "us-delivery-time": (on("gel", "Delivery time: 5 to 8 working days"), on("payment", "5 to 8 working days")),
    "us-total-price": tuple(
        on(page, "plus sales tax, worked out by your address, plus delivery from $6.90") for page in ("gel", "list")
    ),
    "us-privacy": (on("privacy", "What we keep", "Do Not Track"),),
    "us-health-data": (on("home", "Consumer health data"), on("health-data", "Washington, Nevada")),
    "us-lubricant-clearance": (on("gel", "FDA clearance K000001"),),
    "us-condom-clearance": (on("condoms", "FDA clearance K00"),),
    "us-prop-65-stated": (on("toy", "WARNING (California Proposition 65)"),),
    "us-prop-65-warning": tuple(
        on(page, "WARNING (California Proposition 65)", "lead, which can cause cancer") for page in ("toy", "payment")
    ),
    "us-al-sexual-devices": (on("toy", "We cannot send this to Alabama"), on("cart", "cannot be sent to Alabama")),
    "us-tx-obscene-devices": LATER_OR_ENDED,
}


IRISH: dict[str, tuple[Shown, ...]] = {
    "eu-reduction": (on("gel", "€9.90 lowest price of the 30 days before"),),
    "eu-unit-price": (on("gel", "€85.00 per litre"), on("list", "€85.00 per litre"), on("cart", "per litre")),
    "eu-total-price": tuple(on(page, "incl. VAT, plus delivery from €5.90") for page in ("gel", "toy", "list")),
    "eu-pay-button": (on("payment", button="Order and pay €"),),
    "eu-order-summary": (on("payment", "Made on: Water-based", "Widest part: 26 mm", "To pay"),),
    "eu-start-of-ordering": (on("cart", "Means of payment card", "We deliver to Ireland"),),
    "eu-trader": (
        on("payment", "You buy from Gradual Demo Ltd, 1 Example Quay"),
        on("contact", *SELLER, "1 Example Quay", "+353 20 915 0000"),
    ),
    "eu-terms": (on("terms", "Terms"), on("delivery", "We deliver to: Ireland")),
    "eu-delivery-time": (on("gel", "Delivery time: 3 to 5 working days"), on("payment", "3 to 5 working days")),
    "eu-confirmation": (
        on("email", "confirms the contract", *SELLER, "Made on: Water-based", "Sealed for hygiene", "3 to 5 working"),
        on("email", "Legal guarantee of conformity", "Old electrical devices", "Complaints"),
    ),
    "eu-withdrawal-instruction": (on("withdrawal", "14 days", "2 Example Quay"),),
    "eu-withdrawal-function": (
        on("home", button="Withdraw from contract"),
        on("gel", button="Withdraw from contract"),
        on("confirm withdrawal", "Confirm withdrawal"),
    ),
    "eu-hygiene-exception": tuple(on(page, "Sealed for hygiene") for page in ("gel", "cart", "payment")),
    "eu-legal-guarantee-notice": tuple(
        on(page, "Legal guarantee of conformity The law gives you") for page in ("gel", "payment")
    ),
    "eu-commercial-guarantee-label": tuple(on(page, "guarantee of durability") for page in ("toy", "payment")),
    "eu-gpsr-maker": (on("toy", "Made by Example Manufacturer", "safety@manufacturer.example"),),
    "eu-gpsr-responsible-person": (on("toy", "Responsible in the EU"),),
    "eu-gpsr-identifier": (on("toy", "Model Example T10"),),
    "eu-product-class": (on("gel", "Sold as Medical device"),),
    "eu-cosmetic-ingredients": (on("oil", "(INCI)"),),
    "eu-device-mark": (on("gel", "CE 0000"),),
    "eu-electrical-waste": (on("toy", "Old electrical devices", "crossed-out bin"),),
    "eu-battery-information": (on("toy", "Batteries do not belong in the household waste"),),
    "eu-customs-charge": (on("cart from outside", "€6.00"),),
    "eu-privacy": (on("privacy", "Data Protection Commission"),),
    "eu-cookies": (on("cookies", "two cookies"),),
    "eu-dsa": (on("complaints", "report"), on("contact", "Digital Services Act")),
}
"""The European duties in Ireland's own words; what says the same in every country is seen in Germany alone."""


def test_every_duty_has_its_check_and_only_those_not_in_force_have_nothing_to_show() -> None:
    assert set(MET) == {duty.id for duty in DUTIES}
    silent = {duty.id for duty in DUTIES if not MET[duty.id]}
    in_force = {duty.id for duty in DUTIES if duty.holds(_country(duty), TODAY)}
    assert not silent & in_force


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: f"{duty.paragraph} ({duty.id})")
def test_the_pages_of_its_market_meet(duty: Duty, pages: Pages) -> None:
    _check(MET[duty.id], MARKETS[duty.places[0].country], pages)


@pytest.mark.parametrize("duty", IRISH)
def test_the_irish_pages_meet(duty: str, pages: Pages) -> None:
    _check(IRISH[duty], "en-ie", pages)


def _check(duty: tuple[Shown, ...], language: str, pages: Pages) -> None:
    for shown in duty:
        seen = pages[language, shown.page]
        missing = [words for words in shown.words if words not in seen.text]
        assert not missing, (shown.page, seen.text)
        is_shown = any(each.startswith(shown.button) for each in seen.buttons)
        assert not shown.button or is_shown, (shown.page, seen.buttons)


@pytest.mark.parametrize("language", PREFIX)
def test_art_8_2_the_summary_is_directly_above_the_button_that_pays(language: str, pages: Pages) -> None:
    payment = pages[language, "payment"]

    assert payment.pay is not None
    assert payment.total is not None
    assert payment.facts is not None
    assert payment.facts < payment.total <= payment.pay
    assert payment.between == ()


def test_no_page_links_to_the_platform_for_online_dispute_resolution(pages: Pages) -> None:
    assert not [name for name, seen in pages.items() if "consumers/odr" in seen.text]


def _country(duty: Duty) -> str:
    return {"EU": "DE"}.get(duty.places[0].country, duty.places[0].country)
