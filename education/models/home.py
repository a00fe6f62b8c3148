"""The first page."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from education.blocks import PromiseBlock
from education.models.glossary import GlossaryTermPage
from education.models.guides import GuidePage
from education.models.hub import HubPage
from storefront.markets import active_market


class HomePage(HubPage):
    """The first page: what the shop is, its guides and its shelves."""

    headline = models.CharField(_("headline"), max_length=120)
    lede = models.TextField(_("opening"), help_text=_("What this shop is, in two sentences."))
    featured = models.ForeignKey(
        "education.GuidePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guide to begin with"),
    )
    promises = StreamField([("promise", PromiseBlock())], verbose_name=_("how we keep it private"), blank=True)

    template = "education/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["education.GuideIndexPage", "education.GlossaryIndexPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lede"),
        PageChooserPanel("featured"),
        FieldPanel("promises"),
    ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A guide is found in one statement and a term in two, where Wagtail would walk down to it in five.

        What a language does not have yet is looked for in the site's own, and says so (`other_language`).
        """
        if len(path_components) == 2:
            wanted = f"{self.url_path}{'/'.join(path_components)}/"
            for kind in (GuidePage, GlossaryTermPage):
                page = kind.objects.live().select_related("reviewer", "locale").filter(url_path=wanted).first()
                if page is not None:
                    return RouteResult(page)
        try:
            return super().route(request, path_components)
        except Http404:
            original = Site.find_for_request(request).root_page.specific
            if original.pk == self.pk:
                raise
            found: RouteResult = original.route(request, path_components)
            return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`home` (HomeView) and `seo` (Seo) beside Wagtail's own."""
        from education import selectors, seo

        return {
            **super().get_context(request, *args, **kwargs),
            "home": selectors.home_view(self, active_market()),
            "seo": seo.seo_of(self, crumbs=()),
        }
