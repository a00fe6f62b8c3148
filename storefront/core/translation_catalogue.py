"""The shop's words in another language: what there is to translate, and the catalogue that holds it.

`make words` reads every text out of code, templates and safety rules, keeps what
is translated already, and writes `storefront/locale/de/LC_MESSAGES/django.po` and the `.mo` beside it that Django
reads. It needs Babel only, so that neither a fresh machine nor the test run wants gettext's own programs.
"""

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
CATALOGUE = ROOT / "storefront" / "locale" / "de" / "LC_MESSAGES" / "django.po"
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_RULES = ROOT / "storefront" / "safety" / "rules.toml"
_RULES_IN_WORDS = ("words", "labels", "reasons", "sentences", "refusals", "stage_sentences")


def texts() -> Catalog:
    """Every text that is ours to translate, with the files that say it."""
    found = Catalog(locale="de", domain="django", project="Gradual", fuzzy=False)
    for place, text, context in sorted(_all(), key=lambda row: (row[0], str(row[1]))):
        found.add(text, context=context, locations=[(place, 0)])
    return found


def translated() -> Catalog:
    """The German catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de", domain="django")


def untranslated() -> tuple[str, ...]:
    """Texts without German, as they stand in the code; also those whose German nobody has looked at."""
    kept = translated()
    return tuple(_name(text) for text in texts() if text.id and not _is_whole(kept.get(text.id, text.context)))


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue in the form that Django reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def renew() -> None:
    """Bring the catalogue up to date with the code: new texts come without German, those gone are dropped."""
    catalogue = translated()
    catalogue.update(texts(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=118, include_lineno=False, ignore_obsolete=True, sort_output=True)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(translated()))


def _is_whole(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(said)


def _name(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{', '.join(place for place, _ in message.locations)}: {text!r}"


def _all() -> Iterator[tuple[str, Any, str | None]]:
    for folder in ("storefront", "education"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _extracted(path, path.read_bytes())
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield from _extracted(path, _as_python(path.read_text(encoding="utf-8")))
    yield from ((str(_RULES.relative_to(ROOT)), text, None) for text in _rules_in_words())


def _extracted(path: Path, source: bytes) -> Iterator[tuple[str, Any, str | None]]:
    for _, text, _, context in extract("python", BytesIO(source), keywords=_KEYWORDS):
        yield str(path.relative_to(ROOT)), text, context


def _as_python(template: str) -> bytes:
    """Django's own reading of a template, which leaves only the calls; every line on its own."""
    lines = (line.strip() for line in templatize(template).splitlines())
    return "\n".join(lines).encode()


def _rules_in_words() -> Iterator[str]:
    table = tomllib.loads(_RULES.read_text(encoding="utf-8"))
    for name in _RULES_IN_WORDS:
        yield from _strings(table[name])
    yield from (stage["title"] for stage in table["stages"])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values():
            yield from _strings(inner)


if __name__ == "__main__":
    renew()
    missing = untranslated()
    print(*missing, f"{len(missing)} texts wait for their German.", sep="\n")  # noqa: T201  # a command's own voice
