"""The safety rules at the desk: what is in force and its history, the form with its preview, and one version."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from storefront.catalog.models import RuleVersion
from storefront.catalog.safety_rules import versions
from storefront.catalog.safety_rules.forms import RulesForm
from storefront.catalog.safety_rules.loading import LoadedRules, read_again, read_version
from storefront.catalog.safety_rules.preview import SHOWN, preview
from storefront.catalog.safety_rules.wording import in_words, label_of
from storefront.safety.rules import PACKAGED
from storefront.safety.rules.editing import EDITABLE, Changes, value_of

State = RuleVersion.State
_MOVED = gettext_lazy("Other rules came into force in the meantime. Check your change against them and save it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedValue:
    """A value that is not as packaged, and the version that set it."""

    label: str
    packaged: str
    value: str
    version: RuleVersion | None


class _RulesPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the safety rules. `name` is its URL name, which a menu entry may name too."""

    header_icon = "warning"
    permission_policy = ModelPermissionPolicy(RuleVersion)
    any_permission_required = ("view",)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the path to the page."""
        overview = {"url": reverse("safety_rules"), "label": str(RulesView.page_title)}
        above = [] if isinstance(self, RulesView) else [overview]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": str(self.get_page_title())}]

    def may_edit(self) -> bool:
        """Whether the user may make versions."""
        return bool(self.permission_policy.user_has_permission(self.request.user, "add"))


class RulesView(_RulesPage):
    """What is in force, what waits for a second person, and every version."""

    page_title = gettext_lazy("Safety rules")
    template_name = "catalog/safety_rules/overview.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Return `loaded` (LoadedRules), `edited` (EditedValue), `waiting` and `history` (RuleVersion), `may_edit`."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        loaded = read_again()
        history = list(RuleVersion.objects.exclude(state=State.PROPOSED))
        return {
            **context,
            "loaded": loaded,
            "left_out": [label_of(path) for path in loaded.left_out],
            "edited": list(_edited_values(loaded, history)),
            "waiting": versions.waiting(),
            "history": history,
            "may_edit": self.may_edit(),
        }


class EditRulesView(_RulesPage):
    """The form. It shows what would change before anything is stored. `?from=` begins with an older version."""

    page_title = gettext_lazy("Change the safety rules")
    template_name = "catalog/safety_rules/edit.html"
    any_permission_required = ("add",)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show the form, filled with the rules in force or with an older version."""
        current = read_again()
        older = self._older()
        changes = current.changes if older is None else older.changes
        form = RulesForm(current=changes, in_force=current.version)
        return self._page(form, current, changes, shows_preview=older is not None)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Show what would change, or store the version."""
        current = read_again()
        form = RulesForm(request.POST, current=current.changes, in_force=current.version)
        if not form.is_valid():
            return self._page(form, current, None)
        seen: int | None = form.cleaned_data["in_force"]
        if seen != current.version:
            return self._moved(current)
        if request.POST.get("do") != "save":
            return self._page(form, current, form.changes, shows_preview=True)
        user: Any = request.user
        try:
            version = versions.make_version(form.changes, based_on=seen, reason=form.reason, author=user)
        except versions.RulesMoved:
            return self._moved(read_again())
        if version.state == State.PROPOSED:
            messages.warning(request, _("Saved. A second person must accept it, because it is laxer."))
        else:
            messages.success(request, _("Saved. The new rules are in force."))
        return redirect("safety_rules_version", version.pk)

    def _moved(self, current: LoadedRules) -> HttpResponse:
        messages.error(self.request, str(_MOVED))
        typed = self.request.POST.copy()
        typed["in_force"] = str(current.version or "")
        form = RulesForm(typed, current=current.changes, in_force=current.version)
        return self._page(form, current, form.changes if form.is_valid() else None, shows_preview=True)

    def _older(self) -> LoadedRules | None:
        """The version that the address names; 0 is the packaged rules."""
        named = self.request.GET.get("from", "")
        if not named.isascii() or not named.isdecimal():
            return None
        if int(named) == 0:
            return read_version(RuleVersion(changes={}))
        return _as_written(get_object_or_404(RuleVersion, pk=int(named)))

    def _page(
        self, form: RulesForm, current: LoadedRules, changes: Changes | None, *, shows_preview: bool = False
    ) -> HttpResponse:
        found = preview(current.changes, changes) if shows_preview and changes is not None else None
        return self.render_to_response(
            self.get_context_data(form=form, preview=found, shown=SHOWN, may_save=form.is_bound and form.is_valid())
        )


class VersionView(_RulesPage):
    """One version: what it changed or would change, who made it and why, and the second person's buttons."""

    template_name = "catalog/safety_rules/version.html"

    def get_page_title(self) -> str:
        """Name the version."""
        return _("Version %(number)s of the safety rules") % {"number": self.kwargs["pk"]}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Return `version`, `preview` (from the rules before it, or from those in force), and what the user may do."""
        context: dict[str, object] = super().get_context_data(**kwargs)
        version = get_object_or_404(RuleVersion.objects.select_related("based_on"), pk=self.kwargs["pk"])
        current, written = read_again(), _as_written(version)
        is_waiting = version.state == State.PROPOSED
        before = current.changes if is_waiting or version.based_on is None else _as_written(version.based_on).changes
        before = before if is_waiting or version.based_on else {}
        user: Any = self.request.user
        return {
            **context,
            "version": version,
            "fault": written.fault,
            "preview": preview(before, written.changes) if is_waiting else None,
            "values": preview(before, written.changes).values if not is_waiting else (),
            "shown": SHOWN,
            "is_outdated": versions.is_outdated(version, current),
            "may_accept": is_waiting and versions.may_accept(version, user),
            "may_refuse": is_waiting and (versions.may_accept(version, user) or version.author_id == user.pk),
            "may_edit": self.may_edit(),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept or refuse the version."""
        version = get_object_or_404(RuleVersion, pk=pk)
        user: Any = request.user
        is_own = version.author_id == user.pk
        if not versions.may_accept(version, user) and not (is_own and request.POST.get("do") == "refuse"):
            raise PermissionDenied
        try:
            if request.POST.get("do") == "accept":
                versions.accept(version, user)
                messages.success(request, _("Accepted. The new rules are in force."))
            else:
                versions.refuse(version, user)
                messages.success(request, _("The version is not put in force."))
        except versions.RulesMoved:
            messages.error(request, str(_MOVED))
        return redirect("safety_rules_version", version.pk)


def _as_written(version: RuleVersion) -> LoadedRules:
    """A version as its author wrote it, laxer edits included: whether they may count is decided when it is saved."""
    return read_version(RuleVersion(pk=version.pk, changes=version.changes, approved_for=PACKAGED.fingerprint))


def _edited_values(loaded: LoadedRules, history: list[RuleVersion]) -> Iterator[EditedValue]:
    """The values that are not as packaged, each with the version since which it has held."""
    in_force = [version for version in history if version.in_force_from is not None]
    for path, rule in EDITABLE.items():
        if path not in loaded.changes:
            continue
        value, since = loaded.changes[path], None
        for version in in_force:
            if value_of(_as_written(version).changes, path) != value:
                break
            since = version
        yield EditedValue(
            label=label_of(path), packaged=in_words(path, rule.packaged), value=in_words(path, value), version=since
        )
