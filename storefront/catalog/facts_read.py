"""Facts are read from a product's attributes once, and kept in memory while its content stays the same."""

from collections import OrderedDict
from collections.abc import Mapping

from storefront.safety.facts import AttributeValue, ProductFacts, read_facts

_KEPT = 5000
_read: OrderedDict[tuple[str, str], ProductFacts] = OrderedDict()


def read_once(digest: str, attributes: Mapping[str, AttributeValue], *, category: str) -> ProductFacts:
    """The facts in `attributes`; `digest` stands for their content, and an empty one for content not known."""
    if not digest:
        return read_facts(attributes, category=category)
    facts = _read.get((digest, category))
    if facts is None:
        facts = _read[digest, category] = read_facts(attributes, category=category)
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    return facts
