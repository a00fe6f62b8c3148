"""The shop's own pages that search answers shop questions with. To add one, add it to PAGES and to `[pages]` in
`language_data/<code>.toml`, which lists the words that lead to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from education.search.languages import SearchLanguage, search_language
from education.search.matching.query import Query, Tokens, phrase_key
from education.search.matching.vocabulary import Vocabulary

_LEAST = 0.5
"""The least share of a query that leads to a page."""
_ALL_WORDS = 0.8  # the score of a page that knows each word of a query, though not as a phrase
_LEAST_WITH_A_THING = 0.6
MAX_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPage:
    """A page of the shop: the name of its URL, with its title and what a reader finds there."""

    key: str
    url_name: str
    title: str | Promise
    text: str | Promise
    url_args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address in the active market."""
        return reverse(self.url_name, args=self.url_args)


PAGES: tuple[ShopPage, ...] = (
    ShopPage(
        key="delivery",
        url_name="cart:cart",
        title=_("Delivery"),
        text=_("Put something in your cart: checkout shows each delivery option with its price before you pay."),
    ),
    ShopPage(
        key="packaging",
        url_name="wagtail_serve",
        url_args=("",),
        title=_("Packaging and privacy"),
        text=_("What we promise about discretion is on the home page."),
    ),
    ShopPage(
        key="payment",
        url_name="cart:cart",
        title=_("Ways to pay"),
        text=_("The payment step of checkout shows the ways to pay. A voucher or gift card goes into your cart."),
    ),
    ShopPage(
        key="privacy",
        url_name="accounts:your_data",
        title=_("Your data"),
        text=_("Sign in to download what we hold about you, or to delete your account."),
    ),
    ShopPage(
        key="returns",
        url_name="orders:returns",
        title=_("Returns"),
        text=_("What you can return, until when, and who pays."),
    ),
    ShopPage(
        key="withdraw",
        url_name="orders:withdraw",
        title=_("Withdraw from contract"),
        text=_("Tell us which order or part of it you withdraw from. You need no account and no reason."),
    ),
    ShopPage(
        key="orders",
        url_name="orders:look_up",
        title=_("Find an order"),
        text=_("Enter the order number and your email address. You get a link that shows the order."),
    ),
    ShopPage(
        key="account",
        url_name="accounts:overview",
        title=_("Your account"),
        text=_("Sign in to see your orders and addresses, or to change your password."),
    ),
    ShopPage(
        key="cart",
        url_name="cart:cart",
        title=_("Cart"),
        text=_("See what is in your cart, and go on to checkout."),
    ),
    ShopPage(
        key="goes_with",
        url_name="catalog:goes_with",
        title=_("What goes with what"),
        text=_("Which lubricants suit which condoms, dams, gloves and toys."),
    ),
)


def matching_pages(query: Query, vocabulary: Vocabulary) -> tuple[ShopPage, ...]:
    """Return the pages that the query asks about, best first. One that also names a thing must mostly ask for them."""
    phrases = _phrases(vocabulary.language.code)
    words = {stem for each in phrases.values() for phrase in each for stem in phrase}
    names_a_thing = any(vocabulary.is_prominent(stem) and stem not in words for stem in query.stems)
    least = _LEAST_WITH_A_THING if names_a_thing else _LEAST
    scored = [(_score(query, phrases.get(page.key, ())), page) for page in PAGES]
    found = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])
    return tuple(page for _points, page in found)[:MAX_PAGES]


@cache
def _phrases(code: str) -> Mapping[str, tuple[Tokens, ...]]:
    """Return the stems of the phrases that lead to each page."""
    language = search_language(code)
    return {key: tuple(_keys(language, phrases)) for key, phrases in language.pages.items()}


def _keys(language: SearchLanguage, phrases: Sequence[str]) -> Iterator[Tokens]:
    for phrase in phrases:
        stems = phrase_key(language, phrase)
        if not len(stems) < len(phrase.split()) == 2:  # "who sees" is not "sees"
            yield stems


def _score(query: Query, phrases: Sequence[Tokens]) -> float:
    """Return how much of the query the best phrase of a page answers, of which all words must be there."""
    likely = [_likely(group.alternatives) for group in query.groups]
    best = 0.0
    for stems in phrases:
        weights = [max((tokens.get(stem, 0.0) for tokens in likely), default=0.0) for stem in stems]
        if weights and min(weights) > 0:
            best = max(best, sum(weights) / max(len(query.stems), 1) + 0.01 * len(weights))
    words = {stem for stems in phrases for stem in stems}
    if len(likely) > 1 and all(words & tokens.keys() for tokens in likely):
        best = max(best, _ALL_WORDS)
    return best


def _likely(alternatives: dict[tuple[str, ...], float]) -> dict[str, float]:
    """Return the tokens that a typed word may well stand for."""
    found: dict[str, float] = {}
    for tokens, weight in alternatives.items():
        if weight >= 0.6:
            for token in tokens:
                found[token] = max(weight, found.get(token, 0.0))
    return found
