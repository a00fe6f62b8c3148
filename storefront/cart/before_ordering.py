"""What the law wants stated before ordering: means of payment, where we deliver, what it costs and how long it takes.

Directive 2011/83/EU, article 8(3); in Germany § 312j(1) BGB.
"""

from django.utils.translation import gettext as _

from storefront.catalog.pages.selling_terms import SellingTerms
from storefront.catalog.pages.view_models import FactRow
from storefront.payments.providers.registry import configured_providers


def before_ordering(terms: SellingTerms, *, is_shipped: bool, has_preorders: bool = False) -> tuple[FactRow, ...]:
    """Return the rows for a cart; those on delivery only if any of it is shipped."""
    means = terms.merchant.payment_means or ", ".join(str(each.shopper_name) for each in configured_providers())
    rows = ((_("Means of payment"), means), *(_delivery_rows(terms, has_preorders) if is_shipped else ()))
    return tuple(FactRow(label=label, value=value, is_stated=True) for label, value in rows if value)


def _delivery_rows(terms: SellingTerms, has_preorders: bool) -> tuple[tuple[str, str], ...]:
    return (
        (_("We deliver to"), ", ".join(terms.delivery_countries)),
        (_("Cost of delivery"), terms.delivery_cost_in_full),
        (_("Time of delivery"), terms.days_in_words(has_preorders=has_preorders)),
    )
