"""What a product goes with in the whole catalogue, for the merchant: its clashes, and the facts that are missing."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.catalog.models import Listing, Product
from storefront.catalog.sync import full_sync
from storefront.dashboard.notes import Level, Note, Panel
from storefront.safety.facts import ATTRIBUTES
from storefront.safety.roles import Role, possible_roles
from storefront.safety.rules import Rating
from storefront.safety.verdicts import Verdict, judge_pair

NAMED = 5  # products named in a note; the rest are counted
MOST = 3000  # products that it is compared with; the note says so if there are more

_Judged = tuple[str, Verdict]


def pairing_panels(product_id: str) -> Iterator[Panel]:
    """Return how a product goes with all that the shop lists: two queries. Nothing for what has no part in it."""
    product = Product.objects.with_category().filter(saleor_id=product_id).first()
    if product is None or Role.OTHER in possible_roles(product.facts):
        return
    listed = Listing.objects.filter(channel__in=full_sync.configured_channels(), published=True)
    others = Product.objects.with_category().filter(pk__in=listed.values("product_id")).exclude(pk=product.pk)
    rows = list(others.defer("description_html", "labels", "translations")[: MOST + 1])
    judged = [(other.name, judge_pair(product.facts, other.facts)) for other in rows[:MOST]]
    yield Panel(title=_("What it goes with"), notes=tuple(_notes(judged, is_cut=len(rows) > MOST)))


def _notes(judged: Sequence[_Judged], *, is_cut: bool) -> Iterator[Note]:
    matched = [each for each in judged if each[1].rating is not Rating.NA]
    clashing = [each for each in matched if each[1].rating is Rating.NO]
    checked = [each for each in matched if each[1].rating is Rating.CHECK]
    for reason, names in _by_reason(clashing):
        text = _("Not to be used with %(names)s. %(reason)s")
        yield Note(level=Level.WARNING, text=text % {"names": names, "reason": reason})
    yield from _untold(matched)
    for reason, names in _by_reason(checked):
        text = _("To be checked first with %(names)s. %(reason)s")
        yield Note(level=Level.INFO, text=text % {"names": names, "reason": reason})
    fine = sum(1 for _name, verdict in matched if verdict.rating is Rating.YES)
    text = ngettext("It goes with %(n)d other product.", "It goes with %(n)d other products.", fine)
    yield Note(level=Level.OK if fine == len(matched) else Level.INFO, text=text % {"n": fine})
    if is_cut:
        text = _("It was compared with the first %(n)d products only.") % {"n": MOST}
        yield Note(level=Level.INFO, text=text)


def _untold(matched: Iterable[_Judged]) -> Iterator[Note]:
    """What cannot be told: first by the facts that this product lacks, then by those that the others lack."""
    own: dict[str, list[str]] = {}
    theirs: dict[str, list[str]] = {}
    unknown: list[_Judged] = []
    for name, verdict in matched:
        if verdict.rating is not Rating.NOT_STATED:
            continue
        for each in verdict.unstated:
            (theirs if each.of_second else own).setdefault(each.slug, []).append(name)
        if not verdict.unstated:
            unknown.append((name, verdict))
    for slug, names in own.items():
        text = _("State its “%(fact)s”: then the shop can tell whether it goes with %(names)s.")
        yield Note(level=Level.WARNING, text=text % {"fact": _label(slug), "names": _names(names)})
    for slug, names in theirs.items():
        text = _("The shop cannot tell, because “%(fact)s” is not stated of %(names)s.")
        yield Note(level=Level.INFO, text=text % {"fact": _label(slug), "names": _names(names)})
    for reason, named in _by_reason(unknown):
        text = _("The shop cannot tell whether it goes with %(names)s. %(reason)s")
        yield Note(level=Level.INFO, text=text % {"names": named, "reason": reason})


def _by_reason(judged: Iterable[_Judged]) -> Iterator[tuple[str, str]]:
    """Each reason with the names of the products that it holds for."""
    names: dict[str, list[str]] = {}
    for name, verdict in judged:
        names.setdefault(verdict.reason, []).append(name)
    return ((_(reason) if reason else "", _names(each)) for reason, each in names.items())


def _label(slug: str) -> str:
    label = ATTRIBUTES[slug].label
    return _(label) if label else slug


def _names(names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": shown, "n": more}
