"""The pages above guides and terms, made by a first import when they are missing: one tree a language."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, Site

from education.content_io.block_data import section, stored
from education.content_io.file_format import read_site_text
from education.models import GlossaryIndexPage, GuideIndexPage, HomePage, ReviewedPage


def ensure_glossary(language: str) -> GlossaryIndexPage:
    """The glossary's page of a language, made with its home page when it is missing."""
    home = ensure_home(language)
    found = GlossaryIndexPage.objects.child_of(home).first()
    if found:
        return found  # type: ignore[no-any-return]  # Wagtail is untyped
    text = read_site_text(language).glossary
    glossary = GlossaryIndexPage(
        title=text.title,
        slug="glossary",
        intro=text.intro,
        search_description=text.seo_description,
        locale=home.locale,
    )
    _translate(glossary, GlossaryIndexPage.objects.all())
    home.add_child(instance=glossary)
    glossary.save_revision().publish()
    return glossary


def ensure_home(language: str) -> HomePage:
    """The home page and site root of a language, made when they are missing."""
    locale = locale_of(language)
    return HomePage.objects.filter(locale=locale).first() or _make_home(locale, language)


def ensure_index(language: str) -> GuideIndexPage:
    """The list of guides of a language, made with its home page when it is missing."""
    text = read_site_text(language)
    home = ensure_home(language)
    found = GuideIndexPage.objects.child_of(home).first()
    if found:
        return found  # type: ignore[no-any-return]  # Wagtail is untyped
    index = GuideIndexPage(
        title=text.guides.title,
        slug="guides",
        intro=text.guides.intro,
        search_description=text.guides.seo_description,
        about=json.dumps([stored("section", section(each, {})) for each in text.guides.about]),
        locale=home.locale,
    )
    _translate(index, GuideIndexPage.objects.all())
    home.add_child(instance=index)
    index.save_revision().publish()
    return index


def translates(page: ReviewedPage) -> None:
    """Let a new page be the translation of the page that has its slug in the first language, if there is one."""
    kind = type(page)
    _translate(page, kind.objects.filter(slug=page.slug))


def _translate(page: Any, among: Any) -> None:
    original = among.filter(locale=Locale.get_default()).first()
    if original is not None and page.locale != original.locale:
        page.translation_key = original.translation_key


def locale_of(language: str) -> Any:
    """The locale of a language that is open, else the first one."""
    if language in dict(get_content_languages()):
        return Locale.objects.get_or_create(language_code=language)[0]
    return Locale.get_default()


def _make_home(locale: Any, language: str) -> HomePage:
    words = read_site_text(language).home
    root = Page.get_first_root_node()
    welcome = [page for page in root.get_children() if page.specific_class is Page and not page.get_children().exists()]
    home = HomePage(
        title=words.title,
        slug="home" if locale == Locale.get_default() else f"home-{language}",
        headline=words.headline,
        lede=words.lede,
        search_description=words.seo_description,
        commitments=json.dumps([stored("commitment", {"title": p.title, "text": p.text}) for p in words.promises]),
        locale=locale,
    )
    _translate(home, HomePage.objects.all())
    if locale != Locale.get_default():
        root.add_child(instance=home)
    else:
        _clear_welcome(welcome)
        Page.get_first_root_node().add_child(instance=home)
        _serve(home)
    home.save_revision().publish()
    return home


def _clear_welcome(pages: Sequence[Any]) -> None:
    """Wagtail starts with a page that welcomes developers; its site must let go of it first."""
    Site.objects.filter(root_page__in=pages).update(root_page=Page.get_first_root_node())
    for page in pages:
        page.delete()


def _serve(home: HomePage) -> None:
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page = home
    site.hostname, site.port, site.site_name = address.hostname or "localhost", port, settings.WAGTAIL_SITE_NAME
    site.save()
