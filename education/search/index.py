"""Keeps the search index up to date. It is written in bulk, and analysed in Python, so that databases do not differ."""

from collections.abc import Collection, Iterable, Sequence
from math import log2

from django.db import connection, transaction

from education.models import GlossaryTermPage, GuidePage
from education.search.documents import NAME, USED_WITH, Document, guide_documents, product_documents, term_documents
from education.search.matching.analysis import analyze
from education.search.matching.query import USED_WITH_PREFIX
from education.search.models import SearchEntry, SearchPosting, SearchWord
from storefront.catalog.models import Product

_REPEATED = 0.25  # what each doubling of a word's number adds to its weight
_BATCH = 5000


def index_products(products: Collection[int]) -> None:
    """Index products again by their primary keys; those that are gone leave the index."""
    rows = list(Product.objects.with_category().filter(pk__in=products))
    _replace(SearchEntry.Kind.PRODUCT, products, product_documents(rows))


def index_pages(pages: Collection[int]) -> None:
    """Index guides and glossary terms again by their primary keys; those that are not live leave the index."""
    guides = GuidePage.objects.live().filter(pk__in=pages).select_related("locale")
    _replace(SearchEntry.Kind.GUIDE, pages, guide_documents(guides))
    terms = GlossaryTermPage.objects.live().filter(pk__in=pages).select_related("locale")
    _replace(SearchEntry.Kind.TERM, pages, term_documents(terms))


def index_everything() -> int:
    """Build the whole index again. Returns the number of entries."""
    with transaction.atomic():
        for model in (SearchPosting, SearchEntry, SearchWord):
            model.objects.all().delete()
        index_products(list(Product.objects.values_list("pk", flat=True)))
        index_pages([*GuidePage.objects.values_list("pk", flat=True), *_all_terms()])
    return SearchEntry.objects.count()


def _all_terms() -> Iterable[int]:
    return list(GlossaryTermPage.objects.values_list("pk", flat=True))


def _replace(kind: SearchEntry.Kind, keys: Collection[int], documents: Iterable[Document]) -> None:
    """Replace the entries of these products or pages by those of the documents."""
    found = list(documents)
    with transaction.atomic():
        SearchEntry.objects.filter(kind=kind, key__in=keys).delete()
        entries = SearchEntry.objects.bulk_create(
            SearchEntry(
                kind=document.kind,
                key=document.key,
                language=document.language.code,
                anchor=document.anchor,
                place=document.place[:255],
                names="\n".join(_stemmed(document, name) for name in document.names),
                size_mm=document.size_mm,
                size_ml=document.size_ml,
                breadth=document.breadth,
            )
            for document in found
        )
        words: dict[tuple[str, str], str] = {}
        rows = [
            (entry.pk, document.language.code, token[:60], weight)
            for entry, document in zip(entries, found, strict=True)
            for token, weight in _weights(document, words).items()
        ]
        _insert_postings(rows)
        # Sorted, so that two transactions never wait for each other.
        SearchWord.objects.bulk_create(
            (SearchWord(language=code, word=word, stem=stem[:60]) for (code, word), stem in sorted(words.items())),
            ignore_conflicts=True,
            batch_size=_BATCH,
        )


def _stemmed(document: Document, name: str) -> str:
    return " ".join(document.language.stem(word) for word in analyze(name).words)


def _weights(document: Document, words: dict[tuple[str, str], str]) -> dict[str, float]:
    """Return the weight of each token: its best text's, and in guides a little more the more often it is there.

    Adds the words of the document to `words`.
    """
    language = document.language
    weights: dict[str, float] = dict.fromkeys(document.measures, NAME)
    for word in analyze(document.used_with).words:
        weights[USED_WITH_PREFIX + language.stem(word)] = USED_WITH
    counts: dict[str, int] = {}
    for weight, text in document.texts:
        analyzed = analyze(text)
        for word in (*analyzed.words, *analyzed.joined, *language.absent(analyzed.words)):
            stem = language.stem(word)
            if word in language.ignored_words:
                continue
            words[language.code, word] = stem
            counts[stem] = counts.get(stem, 0) + 1
            weights[stem] = max(weights.get(stem, 0), weight)
        for measure in analyzed.measures:
            weights[measure] = max(weights.get(measure, 0), weight)
    repeated = 0.0 if document.kind is SearchEntry.Kind.PRODUCT else _REPEATED
    return {token: weight + repeated * log2(counts.get(token, 1)) for token, weight in weights.items()}


def _insert_postings(rows: Sequence[tuple[int, str, str, float]]) -> None:
    """Insert rows as they are: there are tens of thousands, and model instances would take most of the time."""
    table = connection.ops.quote_name(SearchPosting._meta.db_table)
    statement = f"INSERT INTO {table} (entry_id, language, token, weight) VALUES (%s, %s, %s, %s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
