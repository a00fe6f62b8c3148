"""What all pages of the hub share."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction

from education.languages import other_language
from storefront.ready import share


class HubPage(Page):
    """What all pages here share: they are public, the same for everybody, and never embedded elsewhere."""

    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """None, without asking: the desk offers no way to make these pages private."""
        nothing: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        return nothing

    @property
    def ready_tags(self) -> tuple[str, ...]:
        """What this page shows, for the ready pages: guides, and lists of products."""
        return ("guides", "catalog", "sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`other_language`: the language of a page that stands in for a missing one, else empty."""
        return {
            **super().get_context(request, *args, **kwargs),
            "other_language": other_language(self),
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Everybody may be given this page; a preview is the editor's alone."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response if getattr(request, "is_preview", False) else share(response, *self.ready_tags)
