"""Judge products by the safety rules in force, and keep what follows in their rows."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from storefront.catalog.models import Category, Product
from storefront.catalog.pages import rich_text
from storefront.core import registry
from storefront.page_cache import invalidate
from storefront.safety import listing
from storefront.safety.facts import read_facts, read_mentions
from storefront.safety.mentions import Mentions
from storefront.safety.rules import active_rules

JUDGED_FIELDS = ("mentions", "gate_breaks", "may_be_suggested", "may_be_sold", "rules")
"""The columns that follow from the rules."""
_BATCH = 200


def mentions_of(product: Product, variant_names: Iterable[str]) -> Mentions:
    """Find what the product's words name, its variants' included."""
    texts = [rich_text.to_text(html) for html in product.in_every_language("description_html")]
    return read_mentions(product.attributes, names=[*product.names, *variant_names], texts=texts)


def judge_product(product: Product, *, category: Category | None, variant_names: Iterable[str]) -> None:
    """Fill the columns that follow from the rules. The row is not saved."""
    mentions = mentions_of(product, variant_names)
    facts = read_facts(product.attributes, category=category.slug if category else "", mentions=mentions)
    product.mentions = mentions.as_lists()
    product.gate_breaks = [gate_break.gate for gate_break in listing.find_gate_breaks(facts)]
    product.may_be_suggested = listing.may_be_suggested(facts)
    product.may_be_sold = listing.may_be_sold(facts)
    product.rules = active_rules().fingerprint


def judge_again() -> int:
    """Judge every product that was judged by other rules than those in force. Returns how many have changed.

    A batch is one transaction, and rows judged by then stay: it may be killed anywhere and run twice.
    """
    changed = 0
    while batch := _judge_batch():
        changed += len(batch[1])
    return changed


def _judge_batch() -> tuple[int, Sequence[int]] | None:
    with transaction.atomic():
        rows = list(
            Product.objects.select_for_update(of=("self",))
            .exclude(rules=active_rules().fingerprint)
            .select_related("category")
            .prefetch_related("variants")[:_BATCH]
        )
        if not rows:
            return None
        changed = []
        for row in rows:
            before = _judged(row)
            judge_product(row, category=row.category, variant_names=[each.name for each in row.variants.all()])
            if _judged(row) != before:
                changed.append(row.pk)
        Product.objects.bulk_update(rows, JUDGED_FIELDS)
        if changed:
            for handle_change in registry.product_change_handlers:
                handle_change(changed)
            invalidate("catalog", *(f"product:{pk}" for pk in changed))
        return len(rows), changed


def _judged(row: Product) -> tuple[object, ...]:
    return row.mentions, row.gate_breaks, row.may_be_suggested, row.may_be_sold
