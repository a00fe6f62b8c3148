"""The address form, with the fields that the chosen country requires, and what Saleor's refusals of it mean."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.addresses.countries import DeliveryCountries
from storefront.addresses.formatting import POSTCODE_FIRST, country_name
from storefront.addresses.postcodes import PostcodeRules, normalize_postcode
from storefront.core.forms.fields import CodeField, LineField
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.client.errors import MutationProblem
from storefront.saleor.types import Address, AddressRules, Country

# Saleor's names of the fields of an address, and those of the form.
FORM_FIELDS = {
    "firstName": "first_name",
    "lastName": "last_name",
    "companyName": "company_name",
    "streetAddress1": "street_address1",
    "streetAddress2": "street_address2",
    "cityArea": "city_area",
    "city": "city",
    "countryArea": "country_area",
    "postalCode": "postal_code",
    "country": "country",
}
_SALEOR_FIELDS = {ours: saleors for saleors, ours in FORM_FIELDS.items()}
# What a shopper reads when Saleor refuses a field, by field and code.
ERROR_MESSAGES: dict[tuple[str | None, str], Promise] = {
    ("postalCode", "INVALID"): gettext_lazy(
        "This does not look like a postcode of this country, or it does not fit the area."
    ),
    ("postalCode", "REQUIRED"): gettext_lazy("Type the postcode."),
    ("countryArea", "INVALID"): gettext_lazy("Choose an area of this country."),
    ("countryArea", "REQUIRED"): gettext_lazy("Choose the area."),
    ("city", "INVALID"): gettext_lazy("Check the town or city."),
    ("city", "REQUIRED"): gettext_lazy("Type the town or city."),
    ("cityArea", "INVALID"): gettext_lazy("Check the district."),
    ("streetAddress1", "REQUIRED"): gettext_lazy("Type the street and house number."),
    ("streetAddress1", "INVALID"): gettext_lazy("Check the street and house number."),
    ("phone", "INVALID"): gettext_lazy("Check the phone number, with its country code."),
    ("country", "INVALID"): gettext_lazy("We do not deliver to this country."),
}
# The form's fields in the order of an envelope; some countries have the postcode before the town.
_FIELD_ORDER = (
    "first_name",
    "last_name",
    "company_name",
    "street_address1",
    "street_address2",
    "city_area",
    "city",
    "country_area",
    "postal_code",
)
_AUTOCOMPLETE_TOKENS = {
    "country": "country",
    "first_name": "given-name",
    "last_name": "family-name",
    "company_name": "organization",
    "street_address1": "address-line1",
    "street_address2": "address-line2",
    "city_area": "address-level3",
    "city": "address-level2",
    "country_area": "address-level1",
    "postal_code": "postal-code",
}
_LABELS = {
    "first_name": gettext_lazy("First name or initial"),
    "last_name": gettext_lazy("Last name"),
    "company_name": gettext_lazy("Company"),
    "street_address1": gettext_lazy("Street and house number"),
    "street_address2": gettext_lazy("Flat, floor or building"),
    "city_area": gettext_lazy("District"),
}
_CITY_LABELS = {"post_town": gettext_lazy("Town or city"), "suburb": gettext_lazy("Suburb")}
_AREA_LABELS = {
    "state": gettext_lazy("State"),
    "county": gettext_lazy("County"),
    "province": gettext_lazy("Province"),
    "prefecture": gettext_lazy("Prefecture"),
    "department": gettext_lazy("Department"),
    "emirate": gettext_lazy("Emirate"),
    "island": gettext_lazy("Island"),
}
_CODE_LABELS = {
    "zip": gettext_lazy("ZIP code"),
    "eircode": gettext_lazy("Eircode"),
    "pin": gettext_lazy("PIN code"),
}
_POSTCODE_SENTENCE = gettext_lazy("Enter a full postcode, like %(example)s (%(country)s).")
_CODE_SENTENCES = {
    "zip": gettext_lazy("Enter a ZIP code, like %(example)s (%(country)s)."),
    "eircode": gettext_lazy("Enter an Eircode, like %(example)s (%(country)s)."),
    "pin": gettext_lazy("Enter a PIN code, like %(example)s (%(country)s)."),
}
_WIDTHS = {"postal_code": "short", "first_name": "medium", "last_name": "medium", "city": "medium"}


class AddressForm(forms.Form):
    """An address in one country. `purpose` is "shipping" or "billing", which browsers fill in separately.

    Only what the country's rules require is required, and a first or last name: a parcel needs a name.
    """

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        places: DeliveryCountries,
        purpose: str,
        initial: Mapping[str, str] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial={"country": places.rules.country_code, **(initial or {})}, prefix=prefix)
        self.purpose = purpose
        self.places = places
        self.rules = places.rules
        self._add("country", self._country_field(places))
        for name in _ordered_fields(places.rules.country_code):
            if _is_allowed(name, places.rules):
                self._add(name, self._field(name))

    def clean(self) -> dict[str, object]:
        """Require a first or last name."""
        cleaned: dict[str, object] = super().clean() or {}
        if "first_name" in self.fields and not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("first_name", _("Type a name for the parcel. An initial and a last name are enough."))
        return cleaned

    def clean_postal_code(self) -> str:
        """Normalise the postcode by Saleor's patterns. Saleor itself checks whether it is in the area."""
        typed = str(self.cleaned_data["postal_code"])
        code = normalize_postcode(typed, self._postcode_rules()) if typed else ""
        if code is None:
            raise forms.ValidationError(self._postcode_message())
        return code

    def address(self) -> AddressInput:
        """Return the entered address; call it on a valid form."""
        typed = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return AddressInput(**typed)

    def _add(self, name: str, field: forms.Field) -> None:
        field.width = _WIDTHS.get(name, "")  # type: ignore[attr-defined]  # read by the template
        field.widget.attrs["autocomplete"] = f"{self.purpose} {_AUTOCOMPLETE_TOKENS[name]}"
        label = str(field.label)
        field.error_messages["required"] = _("Fill this in: %(label)s.") % {"label": label}
        field.error_messages["invalid_choice"] = _("Choose from the list: %(label)s.") % {"label": label}
        self.fields[name] = field

    def _country_field(self, places: DeliveryCountries) -> forms.Field:
        choices = [(country.code, country_name(country)) for country in places.countries]
        return forms.ChoiceField(choices=choices, label=_("Country"))

    def _field(self, name: str) -> forms.Field:
        required = _SALEOR_FIELDS[name] in self.rules.required_fields
        label = self._label(name)
        if not required and name not in ("first_name", "last_name"):
            label = _("%(label)s (optional)") % {"label": label}
        if name == "country_area" and self.rules.country_area_choices:
            areas = {area.raw: area.verbose or area.raw for area in self.rules.country_area_choices if area.raw}
            choices = [("", _("Choose one")), *areas.items()]
            return forms.ChoiceField(choices=choices, required=required, label=label)
        if name != "postal_code":
            return LineField(max_length=256, required=required, label=label)
        field = CodeField(max_length=256, required=required, label=label)
        field.help_text = self._example()
        field.widget.attrs |= self._keyboard()
        return field

    def _label(self, name: str) -> str:
        match name:
            case "city":
                return str(_CITY_LABELS.get(self.rules.city_type, _("Town or city")))
            case "country_area":
                return str(_AREA_LABELS.get(self.rules.country_area_type, _("Area")))
            case "postal_code":
                return str(_CODE_LABELS.get(self.rules.postal_code_type, _("Postcode")))
        return str(_LABELS[name])

    def _keyboard(self) -> dict[str, str]:
        """Return attributes for a keyboard of digits where postcodes are digits, else of capitals."""
        if next(iter(self.rules.postal_code_examples), "").isdigit():
            return {"inputmode": "numeric"}
        return {"autocapitalize": "characters", "spellcheck": "false"}

    def _postcode_rules(self) -> PostcodeRules:
        rules = self.rules
        return PostcodeRules(
            country=rules.country_code, matchers=rules.postal_code_matchers, examples=rules.postal_code_examples
        )

    def _postcode_message(self) -> str:
        """Say what a postcode of the chosen country looks like."""
        example = next(iter(self.rules.postal_code_examples), "")
        if not example:
            return str(ERROR_MESSAGES["postalCode", "INVALID"])
        sentence = _CODE_SENTENCES.get(self.rules.postal_code_type, _POSTCODE_SENTENCE)
        country = country_name(Country(code=self.rules.country_code, country=self.rules.country_name))
        return str(sentence % {"example": example, "country": country})

    def _example(self) -> str:
        example = next(iter(self.rules.postal_code_examples), "")
        return _("For example %(example)s") % {"example": example} if example else ""


def _ordered_fields(country: str) -> tuple[str, ...]:
    if country not in POSTCODE_FIRST:
        return _FIELD_ORDER
    before = _FIELD_ORDER.index("city_area")
    return (*_FIELD_ORDER[:before], "postal_code", *_FIELD_ORDER[before:-1])


def _is_allowed(name: str, rules: AddressRules) -> bool:
    if name in ("first_name", "last_name"):
        return "name" in rules.allowed_fields
    return _SALEOR_FIELDS[name] in (*rules.allowed_fields, *rules.required_fields)


def unchecked_form(form: AddressForm) -> AddressForm:
    """Return the form with the entered values as initial ones, so that it shows no errors before it is sent."""
    typed = {name: str(form[name].data or "") for name in form.fields}
    typed["country"] = form.rules.country_code
    return AddressForm(places=form.places, purpose=form.purpose, initial=typed, prefix=form.prefix)


def initial_values(address: Address | None) -> dict[str, str]:
    """Return an address stored in Saleor as initial values of the form."""
    if address is None:
        return {}
    return {"country": address.country.code, **{name: getattr(address, name) for name in _FIELD_ORDER}}


def is_same_address(address: Address | None, typed: AddressInput) -> bool:
    """Whether Saleor stores this address already, ignoring case and spaces, which Saleor normalizes."""
    if address is None or address.country.code != typed.country:
        return False
    return all(
        getattr(address, name).casefold().split() == getattr(typed, name).casefold().split() for name in _FIELD_ORDER
    )


def error_message(problem: MutationProblem) -> Promise | None:
    """Return the sentence for a problem with an address; None for any other problem."""
    return ERROR_MESSAGES.get((problem.field, problem.code))
