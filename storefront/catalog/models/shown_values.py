"""How pages show the value of an attribute that is more than words: a link, a date, a colour.

`Product.labels` and `Variant.labels` hold it per attribute: `shown` is one of these, and absent for words, choices and
flags.
"""

from enum import StrEnum


class Shown(StrEnum):
    """How a value is shown, with the keys of its label.

    HTML: `html`, and `htmls` by language. FILE: `url`. SWATCH: `colour` or `picture`. NUMBER: `unit`, a value of
    Saleor's MeasurementUnitsEnum. References: `slugs`, in the order of `values`.
    """

    HTML = "html"
    DAY = "day"
    MOMENT = "moment"
    FILE = "file"
    SWATCH = "swatch"
    NUMBER = "number"
    PAGE = "page"
    PRODUCT = "product"
    CATEGORY = "category"
    COLLECTION = "collection"
