"""Counts of pending work on the admin's home page, for the users who can do it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import ngettext_lazy
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import page_permission_policy

from education.admin.product_issues import product_issues_of
from education.admin.reviews_due import TOLD_BEFORE
from education.admin.translation_status import outdated_translations
from education.models import GlossaryTermPage, GuidePage


class HomepageItem(SummaryItem):
    """A count that links to its list.

    Subclasses state `icon_name`, the list's URL name `list_name` with a `query`, how the count reads (`says`, with
    `n`), and how it is `counted`.
    """

    template_name = "education/admin/homepage_summary_item.html"
    icon_name: str
    list_name: str
    query = ""
    says: Any
    counted: Callable[[], int]

    def is_shown(self) -> bool:
        """Return whether there is pending work that this user may do."""
        return self.may_see(self.request.user) and self.count > 0

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Add `icon_name`, `words` (the count as text) and `url` (the list)."""
        return {
            "icon_name": self.icon_name,
            "words": self.says % {"n": self.count},
            "url": f"{reverse(self.list_name)}{self.query}",
        }

    @cached_property
    def count(self) -> int:
        """Return the count."""
        return self.counted()

    def may_see(self, user: Any) -> bool:
        """Return whether the user has any page permission."""
        return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


class ReviewsOverdue(HomepageItem):
    """Live pages that were never reviewed, or whose review is overdue."""

    order, icon_name = 20, "warning"
    list_name = "reviews_due"
    says = ngettext_lazy("%(n)s review overdue", "%(n)s reviews overdue", "n")

    def counted(self) -> int:
        return _live(Q(next_review=None) | Q(next_review__lt=timezone.localdate()))


class ReviewsSoon(ReviewsOverdue):
    """Live pages whose review is due soon."""

    order, icon_name = 30, "time"
    says = ngettext_lazy("%(n)s review due soon", "%(n)s reviews due soon", "n")

    def counted(self) -> int:
        today = timezone.localdate()
        return _live(Q(next_review__gte=today, next_review__lte=today + TOLD_BEFORE))


class ProductsToLookAt(HomepageItem):
    """Issues with products in the stages of live guides."""

    order, icon_name = 40, "tag"
    list_name = "products_to_look_at"
    says = ngettext_lazy("%(n)s product to look at", "%(n)s products to look at", "n")

    def may_see(self, user: Any) -> bool:
        return bool(user.has_perm("education.view_stageproduct"))

    def counted(self) -> int:
        return len(product_issues_of(GuidePage.objects.live().select_related("locale")))


class TranslationsBehind(HomepageItem):
    """Outdated translations, and pages without one."""

    order, icon_name = 50, "globe"
    list_name = "translations"
    says = ngettext_lazy("%(n)s translation to look at", "%(n)s translations to look at", "n")

    def counted(self) -> int:
        return len(outdated_translations())


def _live(wanted: Q) -> int:
    return sum(kind.objects.live().filter(wanted).count() for kind in (GuidePage, GlossaryTermPage))
