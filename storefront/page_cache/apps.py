"""The ready pages' application."""

from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    """Shared pages as ready bytes, and what they shall forget."""

    name = "storefront.page_cache"
    label = "page_cache"
