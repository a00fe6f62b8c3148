"""What the desk gets from us: the chooser of products, and a menu for reviewers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

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

    from education.views import guides_in_the_desk

    return [path("guides/", guides_in_the_desk, name="guides-in-the-desk")]


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def leave_out_what_we_do_not_use(request: Any, items: list[Any]) -> None:
    """Guides carry no pictures or files, so the desk shows no shelves for them."""
    items[:] = [item for item in items if item.name not in ("images", "documents")]
