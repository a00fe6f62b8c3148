"""The address form, built from what the chosen country asks for."""

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.addresses import error_messages
from storefront.addresses.countries import DeliveryCountries
from storefront.addresses.formatting import CODE_FIRST, country_name
from storefront.saleor.checkouts import AddressInput
from storefront.saleor.types import Address, AddressRules

# Our fields in the order of an envelope; some countries have the postcode before the town.
_IN_ORDER = (
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
BY_SALEOR_NAME = error_messages.NAMES
_THEIRS = {ours: theirs for theirs, ours in BY_SALEOR_NAME.items()}
NAMES = {name: _THEIRS[name] for name in _IN_ORDER}
_TOKENS = {
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
_WIDTHS = {"postal_code": "short", "first_name": "medium", "last_name": "medium", "city": "medium"}


class AddressForm(forms.Form):
    """An address in one country. `purpose` is shipping or billing: browsers fill the two apart.

    Required by us is only what the country's rules require, and one of the two names: a parcel needs a name on it.
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
        for name in _in_order(places.rules.country_code):
            if _is_allowed(name, places.rules):
                self._add(name, self._field(name))

    def clean(self) -> dict[str, object]:
        """A parcel needs a name."""
        cleaned: dict[str, object] = super().clean() or {}
        if "first_name" in self.fields and not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("first_name", _("Type a name for the parcel. An initial and a last name are enough."))
        return cleaned

    def clean_postal_code(self) -> str:
        """A postcode as this country writes them, by Saleor's own patterns; the area is looked at by Saleor."""
        typed = str(self.cleaned_data["postal_code"])
        if typed and not _fits(typed, self.rules.postal_code_matchers):
            raise forms.ValidationError(str(error_messages.SENTENCES["postalCode", "INVALID"]))
        return typed

    def address(self) -> AddressInput:
        """What was typed, once the form is valid."""
        typed = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return AddressInput(**typed)

    def _add(self, name: str, field: forms.Field) -> None:
        field.width = _WIDTHS.get(name, "")  # type: ignore[attr-defined]  # the template's, not Django's
        field.widget.attrs["autocomplete"] = f"{self.purpose} {_TOKENS[name]}"
        label = str(field.label)
        field.error_messages["required"] = _("Fill this in: %(label)s.") % {"label": label}
        field.error_messages["invalid_choice"] = _("Choose from the list: %(label)s.") % {"label": label}
        self.fields[name] = field

    def _country_field(self, places: DeliveryCountries) -> forms.Field:
        choices = [(country.code, country_name(country)) for country in places.countries]
        return forms.ChoiceField(choices=choices, label=_("Country"))

    def _field(self, name: str) -> forms.Field:
        required = NAMES[name] in self.rules.required_fields
        label = self._label(name)
        if not required and name not in ("first_name", "last_name"):
            label = _("%(label)s (optional)") % {"label": label}
        if name == "country_area" and self.rules.country_area_choices:
            areas = {area.raw: area.verbose or area.raw for area in self.rules.country_area_choices if area.raw}
            choices = [("", _("Choose one")), *areas.items()]
            return forms.ChoiceField(choices=choices, required=required, label=label)
        field = forms.CharField(max_length=256, required=required, label=label)
        if name == "postal_code":
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
        """Digits where the country's postcodes are digits, else capitals."""
        if next(iter(self.rules.postal_code_examples), "").isdigit():
            return {"inputmode": "numeric"}
        return {"autocapitalize": "characters", "spellcheck": "false"}

    def _example(self) -> str:
        example = next(iter(self.rules.postal_code_examples), "")
        return _("For example %(example)s") % {"example": example} if example else ""


def _in_order(country: str) -> tuple[str, ...]:
    if country not in CODE_FIRST:
        return _IN_ORDER
    before = _IN_ORDER.index("city_area")
    return (*_IN_ORDER[:before], "postal_code", *_IN_ORDER[before:-1])


def _is_allowed(name: str, rules: AddressRules) -> bool:
    if name in ("first_name", "last_name"):
        return "name" in rules.allowed_fields
    return NAMES[name] in rules.allowed_fields or NAMES[name] in rules.required_fields


def unchecked(form: AddressForm) -> AddressForm:
    """The same form with what was typed as its start, so that nothing is marked wrong before it was sent."""
    typed = {name: str(form[name].data or "") for name in form.fields}
    typed["country"] = form.rules.country_code
    return AddressForm(places=form.places, purpose=form.purpose, initial=typed, prefix=form.prefix)


def _fits(typed: str, matchers: tuple[str, ...]) -> bool:
    """Whether any pattern matches the whole of it, in any capitals; patterns that do not read judge nothing."""
    try:
        return not matchers or any(re.fullmatch(matcher, typed, re.IGNORECASE) for matcher in matchers)
    except re.error:
        return True


def typed_from(address: Address | None) -> dict[str, str]:
    """An address that Saleor keeps, as the form's fields."""
    if address is None:
        return {}
    return {"country": address.country.code, **{name: getattr(address, name) for name in NAMES}}


def is_same(address: Address | None, typed: AddressInput) -> bool:
    """Whether Saleor already keeps what was typed, but for capitals and spaces, which it writes its own way."""
    if address is None or address.country.code != typed.country:
        return False
    return all(getattr(address, name).casefold().split() == getattr(typed, name).casefold().split() for name in NAMES)
