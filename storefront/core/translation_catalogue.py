"""Translations of the interface texts: what is to be translated, and the gettext catalogue of each language.

`make words` extracts every text from code, templates, safety rules and "Get help now", keeps existing translations, and
writes `storefront/locale/<language>/LC_MESSAGES/django.po` and the `.mo` next to it that Django reads. With
`LANGUAGE=fr` it starts a new language. It needs Babel only, so that a fresh machine does not need gettext's programs.
"""

import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE_DIR = ROOT / "storefront" / "locale"
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_RULES = ROOT / "storefront" / "safety" / "rules.toml"
_RULE_TABLES = ("labels", "reasons", "sentences", "refusals", "gates", "stage_sentences")
_HELP = ROOT / "storefront" / "tools" / "help_now" / "problems.toml"


def languages() -> list[str]:
    """Return the languages with a catalogue, such as `["de"]`."""
    return sorted(path.parents[1].name for path in LOCALE_DIR.glob("*/LC_MESSAGES/django.po"))


def catalogue_path(language: str) -> Path:
    """Return the path of a language's `.po` file."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "django.po"


def source_texts(language: str) -> Catalog:
    """Return every translatable text of the project, without translations, with the files that contain it."""
    catalogue = Catalog(locale=language, domain="django", project="Gradual", fuzzy=False)
    for place, text, context in sorted(_extract_all(), key=lambda row: (row[0], str(row[1]))):
        catalogue.add(text, context=context, locations=[(place, 0)])
    return catalogue


def translations(language: str) -> Catalog:
    """Read a language's `.po` file."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language, domain="django")


def untranslated(language: str) -> tuple[str, ...]:
    """Return the texts without a translation, or with one marked as fuzzy, each with the files that contain it."""
    known = translations(language)
    texts = source_texts(language)
    return tuple(_describe(text) for text in texts if text.id and not _is_complete(known.get(text.id, text.context)))


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue in the binary format that Django reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def update(language: str) -> None:
    """Bring a catalogue up to date with the code, or start it: new texts have no translation, removed ones go."""
    path = catalogue_path(language)
    catalogue = translations(language) if path.exists() else Catalog(locale=language, domain="django", fuzzy=False)
    catalogue.update(source_texts(language), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=118, include_lineno=False, ignore_obsolete=True, sort_output=True)
    path.with_suffix(".mo").write_bytes(compiled(translations(language)))


def _is_complete(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts)


def _describe(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{', '.join(place for place, _ in message.locations)}: {text!r}"


def _extract_all() -> Iterator[tuple[str, Any, str | None]]:
    for folder in ("storefront", "education"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _extract(path, path.read_bytes())
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield from _extract(path, _as_python(path.read_text(encoding="utf-8")))
    for path, texts in ((_RULES, _rule_texts()), (_HELP, _help_texts())):
        yield from ((str(path.relative_to(ROOT)), text, None) for text in texts)


def _extract(path: Path, source: bytes) -> Iterator[tuple[str, Any, str | None]]:
    for _, text, _, context in extract("python", BytesIO(source), keywords=_KEYWORDS):
        yield str(path.relative_to(ROOT)), text, context


def _as_python(template: str) -> bytes:
    """Return a template's gettext calls, as Django extracts them, one per line."""
    lines = (line.strip() for line in templatize(template).splitlines())
    return "\n".join(lines).encode()


def _rule_texts() -> Iterator[str]:
    table = tomllib.loads(_RULES.read_text(encoding="utf-8"))
    for name in _RULE_TABLES:
        yield from _strings(table[name])
    yield from (stage["title"] for stage in table["stages"])


def _help_texts() -> Iterator[str]:
    table = tomllib.loads(_HELP.read_text(encoding="utf-8"))
    yield from _strings(table["places"])
    points = list(table["first"])
    for problem in table["problems"]:
        yield from (problem["title"], problem["say"])
        points += [*problem["now"], *(point for card in problem["cards"] for point in card["when"])]
    yield from (point["text"] for point in points)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values():
            yield from _strings(inner)


if __name__ == "__main__":
    for language in sorted({*languages(), *sys.argv[1:]}):
        update(language)
        missing = untranslated(language)
        print(*missing, f"{language}: {len(missing)} texts have no translation.", sep="\n")  # noqa: T201
