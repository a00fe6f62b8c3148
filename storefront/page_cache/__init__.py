"""Ready pages: what everyone may share is answered from bytes in memory, before Django wakes.

A view says that its answer may be shared and what it shows: `share(response, "product:7", "guide:3")`. Who changes
something says so where it writes: `forget("product:7")`, in the same transaction. Every process drops what shows it
within a second. A shared answer carries nothing about anyone: one that sets or varies by a cookie is never kept.
"""

from storefront.page_cache.cache_tags import cacheable, invalidate, prune

__all__ = ["cacheable", "invalidate", "prune"]
