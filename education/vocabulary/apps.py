"""The vocabulary's application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Synonyms, suggestions and spelling for the search."""

    name = "education.vocabulary"
    label = "vocabulary"
    verbose_name = _("Search words")
