"""The base class of all page types."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester, PageViewRestriction

from storefront.core.markets import active_market
from storefront.merchant.models import merchant_tag
from storefront.page_cache import cacheable

ContextBuilder = Callable[[Any, HttpRequest], dict[str, object]]
"""Takes a page and the request that shows it; returns what the page's template reads."""


class BlocksField(StreamField):
    """A stream of blocks that migrations do not describe. Blocks are stored as JSON: changing one needs no migration.

    A data migration must read and write the JSON itself, because the field has no blocks in a migration's models.
    """

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """Leave out the blocks."""
        name, path, _, options = super().deconstruct()
        del options["block_lookup"]
        return name, path, [[]], options

    if TYPE_CHECKING:  # Wagtail is untyped

        def __get__(self, instance: models.Model | None, owner: type[models.Model] | None) -> StreamValue: ...
        def __set__(self, instance: models.Model, value: StreamValue | list[tuple[str, object]]) -> None: ...


class PublicPagePermissions(PagePermissionTester):
    """Permissions for pages that are always public."""

    def can_set_view_restrictions(self) -> bool:
        """Hide Wagtail's privacy settings, since these pages are never private."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Skip Wagtail's query for live child pages where the page is a leaf, as every guide is."""
        if self.page.live and self.page.is_leaf() and not self.user.is_superuser and "publish" not in self.permissions:
            return False
        return bool(super().can_delete(ignore_bulk))


class PublicPage(Page):
    """A public page that is the same for every reader."""

    private_page_options: ClassVar[list[str]] = []
    context_builders: ClassVar[dict[type["PublicPage"], ContextBuilder]] = {}
    """One builder for each page type. `pages.contexts.register` fills it, so that models import no view code."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: AbstractBaseUser) -> PublicPagePermissions:
        """Return Wagtail's permission tester without privacy settings."""
        return PublicPagePermissions(user, self)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return none without a query, since these pages are never private."""
        none: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        return none

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return Wagtail's URL parts. In an admin language that is no market's (`de`), use the page's own language."""
        if get_language() in dict(settings.LANGUAGES):
            return self._url_parts(request)
        with override(self.locale.language_code):
            return self._url_parts(request)

    def _url_parts(self, request: HttpRequest | None) -> tuple[int, str, str] | None:
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        return parts

    @property
    def cache_tags(self) -> tuple[str, ...]:
        """The page cache tags of what this page shows: guides, products and categories."""
        return ("guides", "catalog", "sections")

    cache_parameters: tuple[str, ...] = ()
    """The query parameters that this page type reads."""

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Return Wagtail's own context and what the builder of this page type adds."""
        return {**super().get_context(request, *args, **kwargs), **self.context_builders[type(self)](self, request)}

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Mark the response as cacheable for all readers, except a preview."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return (
            response
            if getattr(request, "is_preview", False)
            else cacheable(
                response,
                *self.cache_tags,
                merchant_tag(active_market().language),
                parameters=self.cache_parameters,
            )
        )
