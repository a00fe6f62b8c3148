"""The languages that Saleor knows: what to tell it about a shopper's."""

import re
from functools import cache

from storefront.saleor.schema.contract import CONTRACT_PATH


@cache
def saleor_language(language: str) -> str:
    """Return the value of Saleor's LanguageCodeEnum for a Django language code: EN_GB for `en-gb`.

    Saleor does not know every language in every country: then it is the language alone, or English.
    """
    whole = language.replace("-", "_").upper()
    return next((code for code in (whole, whole.partition("_")[0]) if code in _known()), "EN")


@cache
def _known() -> frozenset[str]:
    found = re.search(r"^enum LanguageCodeEnum \{(.*?)^\}", CONTRACT_PATH.read_text(), re.MULTILINE | re.DOTALL)
    return frozenset(found[1].split()) if found else frozenset()
