"""The shop's own pages and the market's policies, which search answers shop questions with.

To add a page, add it to PAGES and to `[pages]` in `language_data/<code>.toml`, which lists the words that lead to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from education.search.languages import SearchLanguage, search_language
from education.search.matching.query import Query, Tokens, phrase_key
from education.search.matching.vocabulary import Vocabulary
from storefront.core.markets import Market, active_market
from storefront.merchant.policies.kinds import PolicyKind
from storefront.merchant.policies.selectors import policy_links
from storefront.merchant.return_right import return_right

_LEAST = 0.5
"""The least share of a query that leads to a page."""
_LIKELY = 0.5  # the least weight of what a typed word may stand for, such as a part of an unknown compound
_ALL_WORDS = 0.8  # the score of a page that knows each word of a query, though not as a phrase
_LEAST_WITH_A_THING, _LEAST_IF_CLEAR = 0.6, 0.2
MAX_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page as the results show it. `url` is a path."""

    key: str
    title: str | Promise
    text: str | Promise
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPage:
    """A page of the shop: the name of its URL, or the kind of the policy, with what a reader finds there.

    `words` are keys of `[pages]` whose words lead here, its own key if it names none. `is_clear` if its words never
    describe a product, so that one of them in a query about a product still asks for this page.
    """

    key: str
    text: str | Promise
    title: str | Promise = ""
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    policy: PolicyKind | None = None
    words: tuple[str, ...] = ()
    is_clear: bool = False

    @property
    def leading(self) -> tuple[str, ...]:
        """Return the keys of the lists of words that lead here."""
        return self.words or (self.key,)


PAGES: tuple[ShopPage, ...] = (
    ShopPage(
        key="policy-delivery",
        policy=PolicyKind.DELIVERY,
        words=("delivery",),
        text=_("Where we deliver, what it costs, how long it takes and how you pay."),
    ),
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
        key="policy-privacy",
        policy=PolicyKind.PRIVACY,
        words=("privacy",),
        text=_("What data we need, why, for how long, and what your rights are."),
    ),
    ShopPage(
        key="policy-health-data",
        policy=PolicyKind.HEALTH_DATA,
        words=("health_data", "privacy"),
        text=_("What we do with data about your health, and how you decide about it."),
    ),
    ShopPage(
        key="policy-cookies",
        policy=PolicyKind.COOKIES,
        words=("cookies",),
        text=_("Which cookies we set, and what each is for."),
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
        is_clear=True,
    ),
    ShopPage(
        key="withdraw",
        url_name="orders:withdraw",
        title=lazy(lambda: return_right(active_market()).action, str)(),
        text=_("Tell us which order, or part of it, you send back. You need no account and no reason."),
        is_clear=True,
    ),
    ShopPage(
        key="policy-withdrawal",
        policy=PolicyKind.WITHDRAWAL,
        words=("withdraw", "returns"),
        text=_("Your right to cancel or return an order, how to use it, and its exceptions."),
        is_clear=True,
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
        url_name="tools:goes_with",
        title=_("What goes with what"),
        text=_("Which lubricants suit which condoms, dams, gloves and toys."),
    ),
    ShopPage(
        key="compare",
        url_name="tools:compare",
        title=_("Compare products"),
        text=_("Up to four products side by side, with their sizes to one scale."),
    ),
    ShopPage(
        key="sizes",
        url_name="tools:size_chart",
        title=_("Sizes at their real size"),
        text=_("A chart to print or to see on a screen, with widths, lengths and toys as they are."),
    ),
    ShopPage(
        key="help_now",
        url_name="tools:help_now",
        title=_("Get help now"),
        text=_("What to do now, and whom to call, when something is stuck, bleeds or hurts."),
        is_clear=True,
    ),
    ShopPage(
        key="not_sold",
        url_name="tools:not_sold",
        title=_("What we do not sell"),
        text=_("Numbing gels, toys without a base and others, with the rule and its source."),
        is_clear=True,
    ),
    ShopPage(
        key="policy-contact",
        policy=PolicyKind.CONTACT,
        words=("contact",),
        text=_("How to reach us."),
    ),
    ShopPage(
        key="policy-imprint",
        policy=PolicyKind.IMPRINT,
        words=("imprint",),
        text=_("Who runs this shop, and where."),
    ),
    ShopPage(
        key="policy-terms",
        policy=PolicyKind.TERMS,
        words=("terms",),
        text=_("What you and we agree on when you order."),
    ),
    ShopPage(
        key="policy-complaints",
        policy=PolicyKind.COMPLAINTS,
        words=("complaints",),
        text=_("How to complain, and how we answer."),
        is_clear=True,
    ),
    ShopPage(
        key="policy-accessibility",
        policy=PolicyKind.ACCESSIBILITY,
        words=("accessibility",),
        text=_("How this shop can be used, and what does not work yet."),
    ),
)


def matching_pages(query: Query, vocabulary: Vocabulary, market: Market) -> tuple[FoundPage, ...]:
    """Return the pages that the query asks about, best first. One that also names a thing must mostly ask for them.

    The words of a policy's title lead to it too.
    """
    language = vocabulary.language
    phrases = _phrases(language.code)
    words = {stem for each in phrases.values() for phrase in each for stem in phrase}
    names_a_thing = any(vocabulary.is_prominent(stem) and stem not in words for stem in query.stems)
    scored: list[tuple[float, FoundPage]] = []
    for page, found in pages_of(market):
        leading = [phrase for key in page.leading for phrase in phrases.get(key, ())]
        if page.policy:
            leading.append(phrase_key(language, str(found.title)))
        score = _score(query, leading)
        if score >= _least(page, names_a_thing=names_a_thing):
            scored.append((score, found))
    return tuple(found for _score, found in sorted(scored, key=lambda pair: -pair[0]))[:MAX_PAGES]


def pages_of(market: Market) -> Iterator[tuple[ShopPage, FoundPage]]:
    """Yield the pages of the active market: the shop's own, and the policies that it has published."""
    links = {link.kind: link for link in policy_links(market)}
    for page in PAGES:
        if page.policy is None:
            url = reverse(page.url_name, args=page.url_args)
            yield page, FoundPage(key=page.key, title=page.title, text=page.text, url=url)
        elif link := links.get(page.policy):
            yield page, FoundPage(key=page.key, title=link.title, text=page.text, url=link.url)


def _least(page: ShopPage, *, names_a_thing: bool) -> float:
    if names_a_thing:
        return _LEAST_IF_CLEAR if page.is_clear else _LEAST_WITH_A_THING
    return _LEAST


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
        if weight >= _LIKELY:
            for token in tokens:
                found[token] = max(weight, found.get(token, 0.0))
    return found
