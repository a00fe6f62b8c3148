"""Finds the files of guides, glossaries and site texts, and reads and checks them.

`content/<key>.<language>.md` is a guide, `content/glossary.<language>.md` the terms of a language, and
`content/site/<language>.md` the texts of its home page and lists. A language needs nothing but these files.

A file's name is what identifies its page, because editors may change the page's slug.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from wagtail.coreutils import get_content_languages

from education.content_io.files.decoding import Decoder, label_of, line_of
from education.content_io.files.faults import Fault, FieldPath, FileFormatError
from education.content_io.files.file_format import Figure, GlossaryFile, GuideFile, Part, SiteText
from education.content_io.files.front_matter import read_nodes

CONTENT = Path(__file__).resolve().parents[2] / "content"
MAX_RELATED = 3
"""The number of guides to read next, as in the admin's form."""
_GLOSSARY = "glossary"
_SITE = "site"
_IMAGE = re.compile(r"images/[^/\\]+")
_KEY = re.compile(r"[\w-]{1,200}")
T = TypeVar("T", bound=Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Generic[T]):
    """A file that was read: its key and language, from its name, and its content with the line of each field."""

    path: Path
    key: str
    language: str
    content: T
    lines: Mapping[FieldPath, int]

    @property
    def name(self) -> str:
        """What messages call the file."""
        return shown_name(self.path)

    def fault(self, path: FieldPath, message: str) -> Fault:
        """Return a fault at a place in this file."""
        return Fault(self.name, line_of(self.lines, path), label_of(path), message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """Files that were read, their faults, and (key, language) of those that could not be read."""

    guides: list[Document[GuideFile]] = field(default_factory=list)
    glossaries: list[Document[GlossaryFile]] = field(default_factory=list)
    sites: list[Document[SiteText]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)

    def __iter__(self) -> Iterator[Document[GuideFile] | Document[GlossaryFile] | Document[SiteText]]:
        return iter((*self.sites, *self.glossaries, *self.guides))


def guide_files(*languages: str) -> list[Path]:
    """Return our guides' files in these languages."""
    paths = (path for language in languages for path in sorted(CONTENT.glob(f"*.{language}.md")))
    return [path for path in paths if not is_glossary(path)]


def own_files() -> list[Path]:
    """Return all of our files in the languages that the site is open in, or in the original language."""
    languages = [code for code, _ in settings.CONTENT_LANGUAGES if code in dict(get_content_languages())]
    return [
        path
        for language in languages or [settings.CONTENT_LANGUAGES[0][0]]
        for path in (site_file(language), *sorted(CONTENT.glob(f"*.{language}.md")))
        if path.exists()
    ]


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return these files, and the files of these folders with those in their folder `site`."""
    return [
        file
        for path in paths
        for file in ([*sorted(path.glob("*.md")), *sorted(path.glob(f"{_SITE}/*.md"))] if path.is_dir() else [path])
    ]


def site_file(language: str) -> Path:
    """Return where our site text of a language is."""
    return CONTENT / _SITE / f"{language}.md"


def is_glossary(path: Path) -> bool:
    """Whether a file contains glossary terms, by its name."""
    return path.name.lower().startswith(f"{_GLOSSARY}.")


def is_site_text(path: Path) -> bool:
    """Whether a file contains a site text, by its folder."""
    return path.resolve().parent.name == _SITE


def shown_name(path: Path) -> str:
    """Return what messages call a file: its name, with the folder of a site text."""
    return f"{_SITE}/{path.name}" if is_site_text(path) else path.name


def read_guide_file(path: Path) -> tuple[GuideFile, str]:
    """Return a guide and its language. Raises FileFormatError."""
    document = _read(path, GuideFile)
    _refuse(_guide_faults(document))
    return document.content, document.language


def read_glossary_file(path: Path) -> tuple[GlossaryFile, str]:
    """Return a glossary and its language. Raises FileFormatError."""
    document = _read(path, GlossaryFile)
    _refuse(_glossary_faults(document))
    return document.content, document.language


def read_site_text(language: str) -> SiteText:
    """Return our texts of home page and lists in a language. Raises FileFormatError."""
    return read_site_document(site_file(language)).content


def read_site_document(path: Path) -> Document[SiteText]:
    """Return a site text. Raises FileFormatError."""
    document = _read(path, SiteText)
    _refuse(_site_faults(document))
    return document


def read_documents(paths: Iterable[Path]) -> Documents:
    """Read and check files by themselves, and in comparison with each other. Their faults are in the result."""
    documents = Documents()
    first: dict[tuple[str, str, str], Path] = {}
    for path in paths:
        try:
            key, language = _name_of(path)
            _refuse_closed_language(path, language)
        except FileFormatError as error:
            documents.faults.extend(error.faults)
            continue
        name = (_SITE if is_site_text(path) else "", key, language)
        if name in first:
            other = first[name]
            documents.faults.append(Fault(shown_name(path), 0, "", f"it is about the same page as the file {other}"))
            continue
        first[name] = path
        try:
            if is_site_text(path):
                documents.sites.append(read_site_document(path))
            elif is_glossary(path):
                _add(documents.glossaries, _read(path, GlossaryFile), _glossary_faults, documents.faults)
            else:
                _add(documents.guides, _read(path, GuideFile), _guide_faults, documents.faults)
        except FileFormatError as error:
            documents.faults.extend(error.faults)
            documents.unread.add((key, language))
    return documents


def is_open(language: str) -> bool:
    """Whether files in this language can be imported.

    While none of CONTENT_LANGUAGES is open, files in the first of them are the texts of the site's only language.
    """
    languages = dict(get_content_languages())
    is_only = language == settings.CONTENT_LANGUAGES[0][0] and not languages.keys() & dict(settings.CONTENT_LANGUAGES)
    return language in languages or is_only


def _add(documents, document, check, faults) -> None:  # type: ignore[no-untyped-def]
    documents.append(document)
    faults.extend(check(document))


def _name_of(path: Path) -> tuple[str, str]:
    """Return a file's key and language, both in lower case. A site text has the key `site`. Raises FileFormatError."""
    if path.suffix.lower() != ".md":
        raise _fault(path, "only files that end in .md are imported")
    if is_site_text(path):
        return _SITE, path.stem.lower()
    key, _, language = path.stem.lower().rpartition(".")
    if not key:
        raise _fault(path, "its name does not say its language, as in choosing-a-lubricant.en-gb.md")
    if not _KEY.fullmatch(key):
        raise _fault(path, "its name may have letters, digits and hyphens before the language, and no spaces or dots")
    return key, language


def _refuse_closed_language(path: Path, language: str) -> None:
    if not is_open(language):
        open_languages = ", ".join(dict(get_content_languages()))
        raise _fault(path, f"the site is not open in the language {language}, only in {open_languages}")


def _guide_faults(document: Document[GuideFile]) -> Iterator[Fault]:
    guide = document.content
    if guide.kind == "step-by-step":
        for place, stage in enumerate(guide.stages):
            if stage.number not in (None, place + 1):
                yield document.fault(
                    ("stages", place, "number"), f"stages are out of order: this is number {place + 1}"
                )
    for where, figure in figures_of(guide):
        if fault := _fault_of(document.path.parent, figure):
            yield document.fault((*where, "image"), f"the image {figure.image} {fault}")
    if not guide.slug.strip():
        yield document.fault(("slug",), "it is empty. Write the end of the page's address, such as first-steps")
    if document.key in guide.related or guide.slug in guide.related:
        yield document.fault(("related",), "a guide does not lead to itself")
    yield from _twice(document, ("related",), guide.related)
    if len(guide.related) > MAX_RELATED:
        yield document.fault(
            ("related",), f"{len(guide.related)} guides are named, and at most {MAX_RELATED} are shown"
        )
    yield from _twice(document, ("sources",), [source.code for source in guide.sources])
    yield from _review_claims(document, ("review_status",), guide.review_status)


def _glossary_faults(document: Document[GlossaryFile]) -> Iterator[Fault]:
    glossary = document.content
    yield from _twice(document, ("terms",), [term.slug for term in glossary.terms])
    yield from _twice(document, ("terms",), [term.key or term.slug for term in glossary.terms])
    yield from _twice(document, ("sources",), [source.code for source in glossary.sources])
    listed = {source.code for source in glossary.sources}
    yield from _review_claims(document, ("review_status",), glossary.review_status)
    for place, term in enumerate(glossary.terms):
        where = ("terms", place)
        if not term.slug.strip():
            yield document.fault((*where, "slug"), "it is empty. Write the end of the page's address, such as dam")
        yield from _review_claims(document, (*where, "review_status"), term.review_status)
        if {term.slug, term.key} & set(term.see):
            yield document.fault((*where, "see"), "a term does not lead to itself")
        yield from _twice(document, (*where, "see"), term.see)
        yield from _twice(document, (*where, "guides"), term.guides)
        if unknown := sorted(set(term.sources) - listed):
            yield document.fault((*where, "sources"), f"not in the list of sources: {', '.join(unknown)}")


def _site_faults(document: Document[SiteText]) -> Iterator[Fault]:
    for place, section in enumerate(document.content.guides.about):
        if section.figures:
            yield document.fault(("guides", "about", place, "figures"), "only guides have images in files")
    yield from _twice(document, ("guides", "order"), document.content.guides.order)


def figures_of(guide: GuideFile) -> Iterator[tuple[FieldPath, Figure]]:
    """Yield the images of a guide with their places in its file."""
    for name in ("sections", "stages", "after"):
        for place, part in enumerate(getattr(guide, name)):
            for number, figure in enumerate(part.figures):
                yield (name, place, "figures", number), figure


def is_image_name(name: str) -> bool:
    """Whether a file may name an image like this: only those next to it are read."""
    return _IMAGE.fullmatch(name) is not None


def _fault_of(folder: Path, figure: Figure) -> str:
    if not is_image_name(figure.image):
        return "has to be in the folder images next to the file, as in images/flared-base.png"
    return "" if (folder / figure.image).is_file() else "is not there"


def _twice(document: Document[T], path: FieldPath, names: Sequence[str]) -> Iterator[Fault]:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield document.fault(path, f"named twice: {', '.join(twice)}")


def _review_claims(document: Document[T], path: FieldPath, review_status: str | None) -> Iterator[Fault]:
    """Yield a fault if a file says that a clinician reviewed it: only a review in the admin counts as one."""
    if review_status not in (None, "editorial"):
        yield document.fault(path, "write review_status: editorial, because only a review in the admin is clinical")


def decode(name: str, content: bytes, kind: type[T]) -> tuple[T, Mapping[FieldPath, int]]:
    """Return the content of a file with the line of each field. Raises FileFormatError."""
    root, text = read_nodes(name, content)
    decoder = Decoder(name, text)
    decoded = decoder.decode(root, kind)
    if decoded is None:
        raise FileFormatError(decoder.faults)
    return decoded, decoder.lines


def _read(path: Path, kind: type[T]) -> Document[T]:
    key, language = _name_of(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _fault(path, f"the file cannot be read: {error.strerror}") from error
    decoded, lines = decode(shown_name(path), content, kind)
    return Document(path=path, key=key, language=language, content=decoded, lines=lines)


def _refuse(faults: Iterator[Fault]) -> None:
    if found := list(faults):
        raise FileFormatError(found)


def _fault(path: Path, message: str) -> FileFormatError:
    return FileFormatError([Fault(shown_name(path), 0, "", message)])
