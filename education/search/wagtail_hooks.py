"""Synonyms in the admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from education.search.models import Synonym


class SynonymViewSet(SnippetViewSet):
    """Synonyms: words that readers type, and the shop's words for them."""

    model = Synonym
    icon = "search"
    menu_label = _("Search words")
    menu_name = "search-words"
    menu_order = 130
    add_to_admin_menu = True
    list_display: ClassVar = ["word", "means", "language"]
    list_filter: ClassVar = ["language"]
    search_fields: ClassVar = ["word", "means"]
    panels: ClassVar = [FieldPanel("language"), FieldPanel("word"), FieldPanel("means")]


register_snippet(SynonymViewSet)
