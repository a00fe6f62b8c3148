"""What happens when a recall changes."""

from collections.abc import Collection

from django.db.models import Q

from storefront import page_cache
from storefront.catalog.models import Variant
from storefront.core.coordination.enqueue import enqueue_on_commit
from storefront.recalls.models import Recall
from storefront.recalls.tasks import write_to_buyers
from storefront.recalls.views import TAG


def announce(recall: Recall, *, before: Collection[str] = ()) -> None:
    """Show a saved recall where it belongs, and start to write to the buyers if that is due.

    `before` are the identifiers that it had, whose pages change as well.
    """
    named = recall.identifiers.union(before)
    rows = Variant.objects.filter(Q(sku__in=named) | Q(saleor_id__in=named))
    products = rows.values_list("product_id", flat=True).distinct()
    page_cache.invalidate(TAG, *(f"product:{pk}" for pk in products))
    if recall.next_attempt_at is not None:
        enqueue_on_commit(write_to_buyers, recall.pk)
