"""Put the safety rules under Settings in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from storefront.catalog.safety_rules.views import EditRulesView, RulesView, VersionView


class _RulesMenuItem(MenuItem):
    """The menu item, for users who may read the rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to users with the permission."""
        return bool(request.user.has_perm("catalog.view_ruleversion"))


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_safety_rules() -> list[URLPattern]:
    """Register the pages of the safety rules."""
    return [
        path("safety-rules/", RulesView.as_view(), name="safety_rules"),
        path("safety-rules/change/", EditRulesView.as_view(), name="safety_rules_change"),
        path("safety-rules/<int:pk>/", VersionView.as_view(), name="safety_rules_version"),
    ]


@hooks.register("register_settings_menu_item")  # type: ignore[untyped-decorator]  # Wagtail is untyped
def register_safety_rules_item() -> MenuItem:
    """Add the menu item."""
    return _RulesMenuItem(
        _("Safety rules"), reverse("safety_rules"), name="safety-rules", icon_name="warning", order=20
    )
