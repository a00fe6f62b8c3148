"""Load the safety rules that are in force into this process, and say when what is stored cannot be used."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

from storefront.catalog.models import RuleVersion
from storefront.page_cache.process_values import ProcessValue, drop_values
from storefront.safety.rules import PACKAGED, Rules, use_rules
from storefront.safety.rules.editing import Changes, RuleError, laxer_paths, nowhere_laxer, parse_changes, rules_with

logger = logging.getLogger(__name__)

TAG = "safety-rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRules:
    """The rules of this process and the version that they come from; None if they are the packaged ones.

    fault: why the stored version cannot be used; the packaged rules are in force then.
    left_out: edits that do not count, because they are laxer than packaged rules for which no one accepted them.
    """

    rules: Rules
    version: int | None = None
    changes: Changes
    fault: str = ""
    left_out: tuple[str, ...] = ()


def loaded_rules() -> LoadedRules:
    """Return what this process judges by. No query once it has been read (60 seconds at most in a worker)."""
    return _loaded.get()


def read_again() -> LoadedRules:
    """Read the stored version now and judge by it."""
    drop_values({TAG})
    return bring_up_to_date()


def bring_up_to_date(**_: Any) -> LoadedRules:
    """Judge by the version in force. Celery calls it before each task."""
    loaded = _loaded.get()
    use_rules(loaded.rules)
    return loaded


def read_version(version: RuleVersion) -> LoadedRules:
    """Read one version. What it cannot use is in `fault` and `left_out`."""
    try:
        changes = parse_changes(version.changes)
    except RuleError as error:
        return LoadedRules(rules=PACKAGED, version=version.pk, changes={}, fault=str(error))
    left_out = () if version.approved_for == PACKAGED.fingerprint else laxer_paths({}, changes)
    counted = nowhere_laxer(changes) if left_out else changes
    return LoadedRules(rules=rules_with(counted), version=version.pk, changes=counted, left_out=left_out)


class SafetyRulesMiddleware:
    """Judge each request by the version in force. Health checks are left out: they must not wait for the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_: object) -> None:
        """Bring the rules up to date before a view runs."""
        if not view.__module__.startswith("storefront.observability."):
            bring_up_to_date()


def check_stored_rules(*, databases: Iterable[str] | None = None, **_: object) -> list[checks.CheckMessage]:
    """Report a stored version that cannot be used in full (`check --database default`)."""
    table = RuleVersion._meta.db_table
    if not any(table in connections[name].introspection.table_names() for name in databases or ()):
        return []
    loaded = read_again()
    if loaded.fault:
        text = f"Version {loaded.version} of the safety rules cannot be read ({loaded.fault})."
        hint = "The packaged rules are in force. Make a new version at the desk, under Settings, Safety rules."
        return [checks.Warning(text, hint=hint, id="catalog.W001")]
    if loaded.left_out:
        text = (
            f"Version {loaded.version} of the safety rules is laxer than this release at {', '.join(loaded.left_out)}."
        )
        hint = "The packaged values are in force there. A second person can accept laxer ones at the desk."
        return [checks.Warning(text, hint=hint, id="catalog.W002")]
    return []


def degraded_parts(*, has_database: bool) -> Iterable[str]:
    """Name the safety rules in /readyz while the stored version cannot be used."""
    return ("safety-rules",) if has_database and loaded_rules().fault else ()


def _load() -> LoadedRules:
    version = RuleVersion.objects.filter(state=RuleVersion.State.IN_FORCE).first()
    if version is None:
        return _packaged()
    loaded = read_version(version)
    if loaded.fault:
        logger.error("version %d of the safety rules cannot be read, the packaged ones are in force", version.pk)
    return loaded


def _packaged() -> LoadedRules:
    return LoadedRules(rules=PACKAGED, changes={})


_loaded: ProcessValue[LoadedRules] = ProcessValue(_load, tag=TAG, fallback=_packaged)
