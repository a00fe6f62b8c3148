"""What Saleor's refusals of an address mean: one table from (field, code) to a sentence of ours."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.saleor.errors import MutationProblem

# Saleor's name of each field of an address, and ours.
NAMES = {
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
SENTENCES: dict[tuple[str | None, str], Promise] = {
    ("postalCode", "INVALID"): _("This does not look like a postcode of this country, or it does not fit the area."),
    ("postalCode", "REQUIRED"): _("Type the postcode."),
    ("countryArea", "INVALID"): _("Choose an area of this country."),
    ("countryArea", "REQUIRED"): _("Choose the area."),
    ("city", "INVALID"): _("Check the town or city."),
    ("city", "REQUIRED"): _("Type the town or city."),
    ("cityArea", "INVALID"): _("Check the district."),
    ("streetAddress1", "REQUIRED"): _("Type the street and house number."),
    ("streetAddress1", "INVALID"): _("Check the street and house number."),
    ("phone", "INVALID"): _("Check the phone number, with its country code."),
    ("country", "INVALID"): _("We do not deliver to this country."),
}


def sentence(problem: MutationProblem) -> Promise | None:
    """The sentence for a problem with an address; None when it is about something else."""
    return SENTENCES.get((problem.field, problem.code))
