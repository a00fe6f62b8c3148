"""Make, accept and refuse versions of the safety rules.

A version that is nowhere laxer than the rules in force takes effect when one person makes it. Any other waits until a
second person with the permission accepts it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from storefront.catalog.models import RuleVersion
from storefront.catalog.safety_rules.loading import TAG, LoadedRules, read_again, read_version
from storefront.page_cache import EVERY_PAGE, invalidate
from storefront.safety.rules import PACKAGED
from storefront.safety.rules.editing import Changes, as_json, laxer_paths

APPROVE = "catalog.approve_ruleversion"
State = RuleVersion.State


class VersionError(Exception):
    """A version that cannot be made or accepted now."""


class RulesMoved(VersionError):
    """Other rules came into force in the meantime."""


class NotASecondPerson(VersionError):
    """Who made a version cannot accept it, and neither can anyone when its author is no longer known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why rules change: in words, by which source, and of what date the source is."""

    why: str
    source: str
    source_date: date


def make_version(changes: Changes, *, based_on: int | None, reason: Reason, author: User) -> RuleVersion:
    """Store a version, and put it in force unless it is laxer somewhere. Raises RulesMoved.

    `based_on` is the version that the author saw in force.
    """
    with _one_at_a_time():
        current = read_again()
        if current.version != based_on:
            raise RulesMoved
        is_laxer = bool(laxer_paths(current.changes, changes))
        version = RuleVersion.objects.create(
            state=State.PROPOSED,
            changes=as_json(changes),
            based_on_id=based_on,
            approved_for="" if is_laxer else _approved_for(current),
            why=reason.why,
            source=reason.source,
            source_date=reason.source_date,
            author=author,
            author_name=_name_of(author),
        )
        if not is_laxer:
            _put_in_force(version)
    return version


def accept(version: RuleVersion, by: User) -> None:
    """Put a proposed version in force. Raises NotASecondPerson or RulesMoved."""
    if not may_accept(version, by):
        raise NotASecondPerson
    with _one_at_a_time():
        if read_again().version != version.based_on_id or not _decide(version, by, State.PROPOSED):
            raise RulesMoved
        version.approved_for = PACKAGED.fingerprint
        version.save(update_fields=["approved_for"])
        _put_in_force(version)


def refuse(version: RuleVersion, by: User) -> None:
    """Refuse a proposed version, or withdraw one's own. Raises RulesMoved if it is decided already."""
    if not _decide(version, by, State.REFUSED):
        raise RulesMoved


def may_accept(version: RuleVersion, user: User) -> bool:
    """Whether this user is the second person for a version."""
    return user.has_perm(APPROVE) and version.author_id is not None and version.author_id != user.pk


def is_outdated(version: RuleVersion, current: LoadedRules) -> bool:
    """Whether other rules are in force than those that a proposal was made from."""
    return version.state == State.PROPOSED and version.based_on_id != current.version


def waiting() -> QuerySet[RuleVersion]:
    """The versions that wait for a second person."""
    return RuleVersion.objects.filter(state=State.PROPOSED)


def _approved_for(current: LoadedRules) -> str:
    """What was accepted in the version before holds on in a version that is nowhere laxer."""
    before = RuleVersion.objects.filter(state=State.IN_FORCE).first()
    is_read = before is not None and not read_version(before).left_out
    return before.approved_for if before is not None and is_read else ""


def _decide(version: RuleVersion, by: User, state: State) -> bool:
    """Store who decided, unless someone did before."""
    decided = {"decided_by": by, "decided_name": _name_of(by), "decided_at": timezone.now()}
    undecided = RuleVersion.objects.filter(pk=version.pk, state=State.PROPOSED, decided_at=None)
    is_first = bool(undecided.update(state=state, **decided))
    version.refresh_from_db()
    return is_first


def _put_in_force(version: RuleVersion) -> None:
    from storefront.catalog.tasks import enqueue_judging

    now = timezone.now()
    RuleVersion.objects.filter(state=State.IN_FORCE).update(state=State.REPLACED, in_force_until=now)
    version.state, version.in_force_from = State.IN_FORCE, now
    version.save(update_fields=["state", "in_force_from"])
    invalidate(TAG, EVERY_PAGE)
    transaction.on_commit(read_again)
    enqueue_judging()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """One transaction; of two that put versions in force at the same time, one ends in RulesMoved."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise RulesMoved from None


def _name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()
