"""What a query wants a product to be without: "no latex", "latex-free", "ohne Latex", "Latexallergie"."""

import re
from collections.abc import Iterable
from itertools import pairwise

from education.search.languages import SearchLanguage
from education.search.matching.analysis import analyze
from storefront.catalog.models import Listing, Product
from storefront.catalog.pages.formatting import choice_names

_CONTAINED = ("material", "allergens", "lubricant-base")
"""Attributes that name what a product is made of."""


def unwanted_stems(text: str, language: SearchLanguage) -> frozenset[str]:
    """Return the stems of the words that a query names as unwanted."""
    words = analyze(text).words
    telling = [word for word in words if word in language.negators or word not in language.ignored_words]
    behind = [end for end in (language.absence, *language.allergies) if end]
    unwanted = {after for before, after in pairwise(telling) if before in language.negators}
    unwanted |= {before for before, after in pairwise(telling) if after in behind}
    for free, preposition, word in zip(words, words[1:], words[2:], strict=False):
        if free == language.absence and preposition in language.ignored_words:
            unwanted.add(word)
    if behind:
        compound = re.compile(rf"(\w+?)(?:{'|'.join(map(re.escape, behind))})\w{{0,2}}")
        unwanted |= {found[1] for word in telling if (found := compound.fullmatch(word))}
    return frozenset(language.stem(word) for word in unwanted)


def without_unwanted(listings: Iterable[Listing], unwanted: frozenset[str], language: SearchLanguage) -> list[Listing]:
    """Leave out products that are known to contain what is unwanted; those that state to be free of it come first."""
    kept = [listing for listing in listings if not unwanted & _stems(listing.product, _CONTAINED, language)]
    return sorted(kept, key=lambda listing: not unwanted & _stems(listing.product, ("free-from",), language))


def _stems(product: Product, attributes: Iterable[str], language: SearchLanguage) -> set[str]:
    named = " ".join(choice_names(product, slug) for slug in attributes)
    return {language.stem(word) for word in analyze(named).words}
