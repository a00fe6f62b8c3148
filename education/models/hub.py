"""The base class of every page of the education site."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from wagtail.models import Page, PagePermissionTester, PageViewRestriction

from storefront.page_cache import cacheable

ContextBuilder = Callable[[Any, HttpRequest], dict[str, object]]
"""Takes a page and the request that shows it; returns what the page's template reads."""


class PublicPagePermissions(PagePermissionTester):
    """What somebody may do to a page that is always public."""

    def can_set_view_restrictions(self) -> bool:
        """Nobody makes these pages private, so the desk offers no way to it."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """As Wagtail's, which would ask for live pages below each page of a list, though a guide has none."""
        if self.page.live and self.page.is_leaf() and not self.user.is_superuser and "publish" not in self.permissions:
            return False
        return bool(super().can_delete(ignore_bulk))


class HubPage(Page):
    """A public page that is the same for every reader."""

    private_page_options: ClassVar[list[str]] = []
    context_builders: ClassVar[dict[type["HubPage"], ContextBuilder]] = {}
    """One builder for each page type. `education.contexts.register` fills it, so that models import no view code."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PublicPagePermissions:
        """As Wagtail's, without privacy."""
        return PublicPagePermissions(user, self)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """None, without asking: the desk offers no way to make these pages private."""
        nothing: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        return nothing

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """The page's address; where the desk speaks a language that is no market's (`de`), that of its own language."""
        if get_language() in dict(settings.LANGUAGES):
            return super().get_url_parts(request)
        with override(self.locale.language_code):
            return super().get_url_parts(request)

    @property
    def ready_tags(self) -> tuple[str, ...]:
        """What this page shows, for the ready pages: guides, and lists of products."""
        return ("guides", "catalog", "sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's own context and what the builder of this page type adds."""
        return {**super().get_context(request, *args, **kwargs), **self.context_builders[type(self)](self, request)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Everybody may be given this page; a preview is the editor's alone."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response if getattr(request, "is_preview", False) else cacheable(response, *self.ready_tags)
