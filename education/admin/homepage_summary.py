"""Counts of open work on the admin's home page, for the users who can do it."""

from abc import abstractmethod
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import ngettext_lazy
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import page_permission_policy

from education.admin.page_checks.product_issues import product_issues_of
from education.admin.page_checks.reviews_due import REMINDER_PERIOD
from education.admin.page_checks.translation_status import outdated_translations
from education.models import GlossaryTermPage, GuidePage
from storefront.catalog.safety_rules.versions import APPROVE, waiting


class HomepageItem(SummaryItem):
    """A count that links to its list.

    Subclasses set `icon_name`, the list's URL name `url_name`, its `query`, and `label`, which contains `n`. Their
    `count_open` computes the count.
    """

    template_name = "education/admin/homepage_summary_item.html"
    icon_name: str
    url_name: str
    query = ""
    label: Promise

    def is_shown(self) -> bool:
        """Return whether there is open work that this user may do."""
        return self.may_see(self.request.user) and self.count > 0

    def get_context_data(self, parent_context: Mapping[str, object] | None = None) -> dict[str, object]:
        """Return `icon_name`, `text` (the count in words) and `url` (the list)."""
        return {
            "icon_name": self.icon_name,
            "text": self.label % {"n": self.count},
            "url": f"{reverse(self.url_name)}{self.query}",
        }

    @cached_property
    def count(self) -> int:
        """Return the count."""
        return self.count_open()

    @abstractmethod
    def count_open(self) -> int:
        """Count the open work."""

    def may_see(self, user: User) -> bool:
        """Return whether the user has any page permission."""
        return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


class OverdueReviewsItem(HomepageItem):
    """Live pages that were never reviewed, or whose review is overdue."""

    order, icon_name = 20, "warning"
    url_name = "reviews_due"
    label = ngettext_lazy("%(n)s review overdue", "%(n)s reviews overdue", "n")

    def count_open(self) -> int:
        return _count_live(Q(next_review=None) | Q(next_review__lt=timezone.localdate()))


class RulesWaitingItem(HomepageItem):
    """Laxer safety rules that wait for a second person."""

    order, icon_name = 15, "warning"
    url_name = "safety_rules"
    label = ngettext_lazy(
        "%(n)s change of the safety rules waits for a second person",
        "%(n)s changes of the safety rules wait for a second person",
        "n",
    )

    def may_see(self, user: User) -> bool:
        return bool(user.has_perm(APPROVE))

    def count_open(self) -> int:
        return waiting().count()


class ReviewsDueSoonItem(OverdueReviewsItem):
    """Live pages whose review is due soon."""

    order, icon_name = 30, "time"
    label = ngettext_lazy("%(n)s review due soon", "%(n)s reviews due soon", "n")

    def count_open(self) -> int:
        today = timezone.localdate()
        return _count_live(Q(next_review__gte=today, next_review__lte=today + REMINDER_PERIOD))


class ProductIssuesItem(HomepageItem):
    """Issues with products in the stages of live guides."""

    order, icon_name = 40, "tag"
    url_name = "products_to_look_at"
    label = ngettext_lazy("%(n)s product to look at", "%(n)s products to look at", "n")

    def may_see(self, user: User) -> bool:
        return bool(user.has_perm("education.view_stageproduct"))

    def count_open(self) -> int:
        return len(product_issues_of(GuidePage.objects.live().select_related("locale")))


class OutdatedTranslationsItem(HomepageItem):
    """Outdated translations, and pages without one."""

    order, icon_name = 50, "globe"
    url_name = "translations"
    label = ngettext_lazy("%(n)s translation to look at", "%(n)s translations to look at", "n")

    def count_open(self) -> int:
        return len(outdated_translations())


def _count_live(condition: Q) -> int:
    return sum(page_type.objects.live().filter(condition).count() for page_type in (GuidePage, GlossaryTermPage))
