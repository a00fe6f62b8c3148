"""What the desk gets from us: the chooser of products, and a menu for reviewers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from education.choosers import product_chooser


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_product_chooser() -> Any:
    """The window in which editors choose products."""
    return product_chooser


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_guides_menu() -> MenuItem:
    """Guides, one press away."""
    return MenuItem(_("Guides"), reverse("guides-in-the-desk"), name="guides", icon_name="doc-full", order=110)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_guides_address() -> list[Any]:
    """Where that menu leads: the list of guides among the pages."""
    from django.urls import path

    from education.reports import report_urls
    from education.views import guides_in_the_desk

    return [path("guides/", guides_in_the_desk, name="guides-in-the-desk"), *report_urls()]


class _Report(MenuItem):
    """A report, shown to those who may read it."""

    def __init__(self, *, label: Any, name: str, icon_name: str, order: int, permissions: tuple[str, ...]) -> None:
        self._permissions = permissions
        super().__init__(label, reverse(name), name=name, icon_name=icon_name, order=order)

    def is_shown(self, request: Any) -> bool:
        """Any of its permissions is enough; without one, whoever may do something to pages."""
        if self._permissions:
            return any(request.user.has_perm(permission) for permission in self._permissions)
        return bool(page_permission_policy.user_has_any_permission(request.user, {"add", "change", "publish"}))


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_reviews_report() -> MenuItem:
    """Reviews that fall due."""
    return _Report(label=_("Reviews due"), name="reviews_due", icon_name="time", order=100, permissions=())


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_products_report() -> MenuItem:
    """Products beside stages that something is wrong with."""
    return _Report(
        label=_("Products to look at"),
        name="products_to_look_at",
        icon_name="warning",
        order=110,
        permissions=("education.view_stageproduct",),
    )


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def leave_out_what_we_do_not_use(request: Any, items: list[Any]) -> None:
    """Guides carry no files to take away, so the desk shows no shelf for them."""
    items[:] = [item for item in items if item.name != "documents"]
