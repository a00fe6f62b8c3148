"""Full-page cache with tag invalidation, in front of Django.

A view marks a response as cacheable and names what it shows: `cacheable(response, "product:7", "guide:3")`. Code that
changes something calls `invalidate("product:7")` in the same transaction, and every process drops the pages with that
tag within a second. A response that sets or varies by a cookie is never cached. The query parameters that a view reads
are named too (`parameters=("page",)`): no other parameter makes a key, and memory stays bounded.
"""

from storefront.page_cache.cache_tags import EVERY_PAGE, cacheable, invalidate, market_tag, prune

__all__ = ["EVERY_PAGE", "cacheable", "invalidate", "market_tag", "prune"]
