"""The glossary: one page a term, so that each has one address."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from education.blocks.sources import SourceBlock
from education.models.public_page import BlocksField, PublicPage
from education.models.reviews import ReviewedPage


class GlossaryIndexPage(PublicPage):
    """All terms, and the sources that they name by code."""

    intro = models.TextField(_("opening"), blank=True)
    sources = BlocksField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)

    template = "education/glossary_index_page.html"
    parent_page_types: ClassVar = ["education.HomePage"]
    subpage_types: ClassVar = ["education.GlossaryTermPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro"), FieldPanel("sources")]


class GlossaryTermPage(ReviewedPage):
    """A term; its title is the term itself."""

    also = models.TextField(
        _("also known as"), blank=True, help_text=_("Other words for it, and its plural, one a line.")
    )
    definition = RichTextField(
        _("meaning"), features=["bold", "italic", "link"], help_text=_("One or two plain sentences.")
    )
    see = BlocksField(
        [("term", PageChooserBlock(label=_("Term"), page_type="education.GlossaryTermPage"))],
        verbose_name=_("see also"),
        blank=True,
    )
    guides = BlocksField(
        [("guide", PageChooserBlock(label=_("Guide"), page_type="education.GuidePage"))],
        verbose_name=_("guides that say more"),
        blank=True,
    )
    sources = models.CharField(
        _("sources"), max_length=120, blank=True, help_text=_("Codes from the glossary's list of sources, as S1, S4.")
    )

    reviewed_fields = ("title", "also", "definition", "sources")
    template = "education/glossary_term_page.html"
    parent_page_types: ClassVar = ["education.GlossaryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("also", boost=2), index.SearchField("definition")]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    @property
    def words(self) -> tuple[str, ...]:
        """The term and its other words, as they are written."""
        return tuple(dict.fromkeys(word for word in (self.title, *map(str.strip, self.also.splitlines())) if word))
