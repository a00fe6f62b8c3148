"""The home page."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page

from education.blocks.guides import CommitmentBlock
from education.models.public_page import BlocksField, PublicPage


class HomePage(PublicPage):
    """The home page: what the shop is, its guides and its categories."""

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
    commitments = BlocksField([("commitment", CommitmentBlock())], verbose_name=_("how we keep it private"), blank=True)

    template = "education/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["education.GuideIndexPage", "education.GlossaryIndexPage"]
    max_count_per_parent = 1
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lede"),
        PageChooserPanel("featured"),
        FieldPanel("commitments"),
    ]
