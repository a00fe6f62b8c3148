"""Pages without a translation, and translations that may be outdated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from education.localization import fallback_language
from education.models import GlossaryTermPage, GuidePage


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedTranslation:
    """A translation whose original was published after it, or (`translation` None) an original without one."""

    language: str
    original: Page
    translation: Page | None

    @property
    def page(self) -> Page:
        """Return the page that an editor opens."""
        return self.translation or self.original

    @property
    def published(self) -> datetime | None:
        """Return when the translation was last published."""
        return self.translation.last_published_at if self.translation else None


def outdated_translations() -> tuple[OutdatedTranslation, ...]:
    """Return them for all live pages, translations first. One query."""
    pages = Page.objects.live().type(GuidePage, GlossaryTermPage).select_related("locale").order_by("title")
    by_language: dict[str, dict[UUID, Page]] = {}
    for page in pages:
        by_language.setdefault(page.locale.language_code, {})[page.translation_key] = page
    found = list(_outdated(by_language))
    return tuple(sorted(found, key=lambda each: each.translation is None))


def changed_since(page: Page) -> Page | None:
    """Return the live original if it was published after this page."""
    if page.last_published_at is None or page.locale.language_code == fallback_language():
        return None
    originals = Page.objects.live().filter(
        translation_key=page.translation_key,
        locale__language_code=fallback_language(),
        last_published_at__gt=page.last_published_at,
    )
    found: Page | None = originals.first()
    return found


def _outdated(by_language: dict[str, dict[UUID, Page]]) -> Iterator[OutdatedTranslation]:
    originals = by_language.get(fallback_language(), {})
    for language, label in get_content_languages().items():
        if language == fallback_language():
            continue
        for key, original in originals.items():
            translation = by_language.get(language, {}).get(key)
            if translation is None or original.last_published_at > translation.last_published_at:
                yield OutdatedTranslation(language=label, original=original, translation=translation)
