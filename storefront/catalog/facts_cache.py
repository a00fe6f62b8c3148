"""Facts are read from a product's attributes once, and kept in memory while its content stays the same."""

from collections import OrderedDict
from collections.abc import Mapping

from storefront.safety.facts import ProductFacts, read_facts
from storefront.safety.value_types import StatedValue

_KEPT = 5000
_Attributes = Mapping[str, StatedValue]
_read: OrderedDict[tuple[str, str], tuple[_Attributes, ProductFacts]] = OrderedDict()


def read_once(digest: str, attributes: _Attributes, *, category: str) -> ProductFacts:
    """The facts in `attributes`. `digest` finds what was read before, which counts only while it was the same."""
    before = _read.get((digest, category))
    if before is not None and before[0] == attributes:
        return before[1]
    facts = read_facts(attributes, category=category)
    _read[digest, category] = (attributes, facts)
    while len(_read) > _KEPT:
        _read.popitem(last=False)
    return facts
