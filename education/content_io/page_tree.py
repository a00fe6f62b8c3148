"""The pages of one language: home page, lists, guides and terms. An import creates those that are missing."""

import json
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, Site

from education.content_io.block_mapping import FileKeys, stream_data
from education.content_io.file_format import FileFormatError, GuideFile, Part, Term
from education.content_io.file_reader import read_site_text
from education.content_io.new_pages import NewPages
from education.content_io.page_links import pages_by_key
from education.content_io.rich_text import from_markdown
from education.models import (
    GlossaryIndexPage,
    GlossaryTermPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    HubPage,
    ReviewedPage,
)


def locale_of(language: str, *, file: str) -> Locale:
    """Return the locale that a file's language is written to. Raises FileFormatError if the site has no such language.

    While none of CONTENT_LANGUAGES is open, files in the first of them are the texts of the only locale.
    """
    open_languages = dict(get_content_languages())
    if language in open_languages:
        return Locale.objects.get_or_create(language_code=language)[0]
    original, _name = settings.CONTENT_LANGUAGES[0]
    if language == original and not open_languages.keys() & dict(settings.CONTENT_LANGUAGES).keys():
        return Locale.get_default()
    raise FileFormatError(
        f"{file}: the site is not open in the language {language}, only in {', '.join(open_languages)}"
        " (MARKETS and CONTENT_LANGUAGES)"
    )


class PageTree:
    """The pages of one locale, with texts from the site text of `language`. New pages are drafts of `new_pages`."""

    def __init__(self, locale: Locale, language: str, new_pages: NewPages) -> None:
        self.locale = locale
        self.text = read_site_text(language)
        self._language = language
        self._is_default = locale == Locale.get_default()
        self._new_pages = new_pages

    @cached_property
    def home(self) -> HomePage:
        """The home page, which is also the site's root."""
        return HomePage.objects.filter(locale=self.locale).first() or self._create_home()

    @cached_property
    def guide_index(self) -> GuideIndexPage:
        """The list of guides."""
        found: GuideIndexPage | None = GuideIndexPage.objects.child_of(self.home).first()
        if found is None:
            text = self.text.guides
            found = GuideIndexPage(
                title=text.title,
                slug="guides",
                intro=text.intro,
                search_description=text.seo_description,
                about=self._stream("about", GuideIndexPage, text.about),
            )
            self._insert(found, parent=self.home)
        return found

    @cached_property
    def glossary_index(self) -> GlossaryIndexPage:
        """The list of terms."""
        found: GlossaryIndexPage | None = GlossaryIndexPage.objects.child_of(self.home).first()
        if found is None:
            text = self.text.glossary
            found = GlossaryIndexPage(
                title=text.title, slug="glossary", intro=text.intro, search_description=text.seo_description
            )
            self._insert(found, parent=self.home)
        return found

    @cached_property
    def guides(self) -> dict[str, GuidePage]:
        """The guides by slug."""
        return {page.slug: page for page in GuidePage.objects.filter(locale=self.locale)}

    @cached_property
    def terms(self) -> dict[str, GlossaryTermPage]:
        """The terms by slug."""
        return {page.slug: page for page in GlossaryTermPage.objects.filter(locale=self.locale)}

    def ensure_guide(self, guide: GuideFile) -> GuidePage:
        """Return the page of a guide; a new one is a draft."""
        if guide.slug not in self.guides:
            page = GuidePage(title=guide.title, headline=guide.headline, summary=guide.summary, slug=guide.slug)
            self._insert(page, parent=self.guide_index)
            self.guides[guide.slug] = page
        return self.guides[guide.slug]

    def ensure_term(self, term: Term) -> GlossaryTermPage:
        """Return the page of a term; a new one is a draft."""
        if term.slug not in self.terms:
            page = GlossaryTermPage(title=term.term, slug=term.slug, definition=from_markdown(term.definition))
            self._insert(page, parent=self.glossary_index)
            self.terms[term.slug] = page
        return self.terms[term.slug]

    def pages_by_key(self) -> dict[str, int]:
        """Return the database keys of all pages by the keys that files of this language write."""
        return pages_by_key(self.locale)

    def _stream(self, name: str, kind: type[HubPage], parts: Iterable[Part]) -> str:
        """Return the stored text of a stream with parts of the site text, which link to no page and show no image."""
        keys = FileKeys(file=f"{self._language}.md", products={}, images={}, pages={})
        data = stream_data(kind._meta.get_field(name), parts, keys)
        keys.refuse_missing_pages()
        return json.dumps(data)

    def _insert(self, page: HubPage, *, parent: Page) -> None:
        """Insert a new page as the translation of its original in the default language, if there is one."""
        page.locale = self.locale
        if not self._is_default:
            # By the tree's rows, because the original may be a draft of this import, without a row of its own type.
            originals = Page.objects.filter(locale=Locale.get_default(), content_type=page.content_type)
            original = (originals.filter(slug=page.slug) if isinstance(page, ReviewedPage) else originals).first()
            if original is not None:
                page.translation_key = original.translation_key
        self._new_pages.insert(page, parent=parent)

    def _create_home(self) -> HomePage:
        text = self.text.home
        if self._is_default:
            _delete_welcome_page()
        home = HomePage(
            title=text.title,
            slug="home" if self._is_default else f"home-{self._language}",
            headline=text.headline,
            lede=text.lede,
            search_description=text.seo_description,
            commitments=self._stream("commitments", HomePage, text.commitments),
        )
        self._insert(home, parent=Page.get_first_root_node())
        if self._is_default:
            _serve(home)
        return home


def _delete_welcome_page() -> None:
    """Delete the page that Wagtail starts with, which welcomes developers. Its site must let go of it first."""
    root = Page.get_first_root_node()
    welcome = [page for page in root.get_children() if page.specific_class is Page and not page.get_children().exists()]
    Site.objects.filter(root_page__in=welcome).update(root_page=root)
    for page in welcome:
        page.delete()


def _serve(home: HomePage) -> None:
    """Make a home page the root of the default site, at PUBLIC_URL."""
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page_id = home.pk
    site.hostname, site.port, site.site_name = address.hostname or "localhost", port, settings.WAGTAIL_SITE_NAME
    site.save()
