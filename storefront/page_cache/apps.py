"""The page cache application."""

from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    """Full-page cache with tag invalidation."""

    name = "storefront.page_cache"
    label = "page_cache"
