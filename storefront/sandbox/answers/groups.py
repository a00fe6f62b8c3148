"""Channels, categories and collections as shown."""

from dataclasses import dataclass

from storefront.sandbox.answers.base import CountryAnswer, TranslationAnswer, translated
from storefront.sandbox.global_ids import global_id
from storefront.sandbox.models import Category, Channel, Collection


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """`Channel`, as far as a shopper may read it."""

    row: Channel

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def countries(self) -> list[CountryAnswer]:
        return [CountryAnswer(code) for code in self.row.countries]


@dataclass(frozen=True, slots=True)
class _Described:
    """What categories and collections share."""

    row: Category | Collection

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def description(self) -> str | None:
        return self.row.description or None

    @property
    def seo_title(self) -> str:
        return self.row.seo_title

    @property
    def seo_description(self) -> str:
        return self.row.seo_description

    def translation(self, language_code: str) -> TranslationAnswer | None:
        return translated(self.row.translations, language_code)


@dataclass(frozen=True, slots=True)
class CategoryAnswer(_Described):
    """`Category`."""

    row: Category

    @property
    def id(self) -> str:
        return global_id("Category", self.row.pk)

    @property
    def level(self) -> int:
        return self.row.level

    @property
    def parent(self) -> "CategoryAnswer | None":
        return CategoryAnswer(self.row.parent) if self.row.parent else None


@dataclass(frozen=True, slots=True)
class CollectionAnswer(_Described):
    """`Collection`."""

    row: Collection

    @property
    def id(self) -> str:
        return global_id("Collection", self.row.pk)
