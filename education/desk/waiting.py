"""What waits, at the top of the desk's first page: nothing is shown where nothing waits, or to whom it is not for."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from wagtail.admin.site_summary import SummaryItem
from wagtail.permissions import page_permission_policy

from education.desk.reviews_due import TOLD_BEFORE
from education.desk.troubles import troubles_of
from education.desk.twins import behind
from education.models import GlossaryTermPage, GuidePage


class Waiting(SummaryItem):
    """A count that leads to its list."""

    template_name = "education/desk/waiting.html"
    icon_name = ""
    query = ""

    def is_shown(self) -> bool:
        """To whom it is for, while something waits."""
        return self.may_see(self.request.user) and self.count > 0

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """`waiting` (this), with its words and where it leads."""
        return {"waiting": self, "url": f"{self.url}{self.query}"}

    @cached_property
    def count(self) -> int:
        """How many."""
        return self.counted()

    def may_see(self, user: Any) -> bool:
        """Whoever may do something to pages."""
        return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))

    def counted(self) -> int:
        """Ask for it."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where the list is."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """The count in words."""
        raise NotImplementedError


class ReviewsOverdue(Waiting):
    """Live pages that were never checked, or whose next review is over."""

    order, icon_name = 20, "warning"

    def counted(self) -> int:
        return _live(Q(next_review=None) | Q(next_review__lt=timezone.localdate()))

    @property
    def url(self) -> str:
        return reverse("reviews_due")

    @property
    def words(self) -> str:
        return ngettext("%(n)s review overdue", "%(n)s reviews overdue", self.count) % {"n": self.count}


class ReviewsSoon(ReviewsOverdue):
    """Live pages whose review falls due soon."""

    order, icon_name = 30, "time"

    def counted(self) -> int:
        today = timezone.localdate()
        return _live(Q(next_review__gte=today, next_review__lte=today + TOLD_BEFORE))

    @property
    def words(self) -> str:
        return ngettext("%(n)s review due soon", "%(n)s reviews due soon", self.count) % {"n": self.count}


class ProductsToLookAt(Waiting):
    """What is wrong with products beside stages of live guides."""

    order, icon_name = 40, "tag"

    def may_see(self, user: Any) -> bool:
        return bool(user.has_perm("education.view_stageproduct"))

    def counted(self) -> int:
        return len(troubles_of(GuidePage.objects.live().select_related("locale")))

    @property
    def url(self) -> str:
        return reverse("products_to_look_at")

    @property
    def words(self) -> str:
        return ngettext("%(n)s product to look at", "%(n)s products to look at", self.count) % {"n": self.count}


class TranslationsBehind(Waiting):
    """Twins whose original changed, and pages without one."""

    order, icon_name = 50, "globe"

    def counted(self) -> int:
        return len(behind())

    @property
    def url(self) -> str:
        return reverse("translations")

    @property
    def words(self) -> str:
        said = ngettext("%(n)s translation to look at", "%(n)s translations to look at", self.count)
        return said % {"n": self.count}


def _live(wanted: Q) -> int:
    return sum(kind.objects.live().filter(wanted).count() for kind in (GuidePage, GlossaryTermPage))
