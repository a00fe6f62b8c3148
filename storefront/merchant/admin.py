"""The merchant's records and the brand in the admin, under Settings."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from storefront.core.forms.fields import NumberField
from storefront.core.markets import all_markets
from storefront.merchant.models import Brand, MerchantProfile, Policy


class _NoNewRows(ModelPermissionPolicy):
    """The model's permissions, except that no one adds or deletes a row: there is one per market, or one in all."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Return whether the user may view or change rows."""
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: object, action: str, instance: object) -> bool:
        """Return whether the user may view or change this row."""
        return self.user_has_permission(user, action)


class MerchantProfileForm(WagtailAdminModelForm):
    """The form of a market's record. The model normalises and checks what is typed."""

    delivery_days_min = NumberField(
        label=_("Delivery takes at least"), required=False, min_value=0, max_value=90, help_text=_("In working days.")
    )
    delivery_days_max = NumberField(
        label=_("Delivery takes at most"), required=False, min_value=0, max_value=90, help_text=_("In working days.")
    )
    return_days = NumberField(
        label=_("Days to return"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("At least 14 where the law grants them (UK, EU)."),
    )


class MerchantProfileViewSet(SnippetViewSet):
    """One record per configured market; its history keeps every change."""

    model = MerchantProfile
    icon = "user"
    menu_label = _("Who sells")
    menu_name = "merchant"
    menu_order = 10
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: ClassVar = ["__str__", "legal_name", "email", "country"]
    base_form_class = MerchantProfileForm
    panels: ClassVar = [
        HelpPanel(
            content=_(
                "Who sells in this market. Shoppers read it on the legal pages, at checkout and in emails. Leave empty"
                " what does not apply: legal pages mark what is not stated, and a market whose law asks for more than"
                " you state does not open."
            )
        ),
        MultiFieldPanel(
            [
                FieldPanel("trading_name"),
                FieldPanel("slogan"),
                FieldPanel("legal_name"),
                FieldPanel("legal_form"),
                FieldPanel("represented_by"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("country"),
                FieldPanel("email"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("service_phone")]),
                FieldPanel("domain"),
            ],
            heading=_("Address and contact"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("register_name"), FieldPanel("register_number")]),
                FieldRowPanel([FieldPanel("vat_number"), FieldPanel("eori_number")]),
                FieldRowPanel([FieldPanel("weee_number"), FieldPanel("battery_number")]),
                FieldPanel("packaging_number"),
            ],
            heading=_("Registrations"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("uk_responsible_person"),
                FieldPanel("eu_responsible_person"),
                FieldPanel("supervisory_authority"),
                FieldPanel("arbitration_body"),
            ],
            heading=_("Responsible persons and authorities"),
        ),
        MultiFieldPanel([FieldPanel("statement_name"), FieldPanel("payment_means")], heading=_("Payment")),
        MultiFieldPanel(
            [
                FieldPanel("delivery_countries"),
                FieldPanel("delivery_cost_text"),
                FieldPanel("free_delivery_from"),
                FieldRowPanel([FieldPanel("delivery_days_min"), FieldPanel("delivery_days_max")]),
                FieldPanel("ships_from"),
            ],
            heading=_("Delivery"),
        ),
        MultiFieldPanel(
            [FieldPanel("return_days"), FieldPanel("return_address"), FieldPanel("guarantee_notice")],
            heading=_("Returns and guarantee"),
        ),
        MultiFieldPanel([FieldPanel("has_age_step")], heading=_("Age")),
    ]

    @property
    def permission_policy(self) -> _NoNewRows:
        """Let no one add or delete a record."""
        return _NoNewRows(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MerchantProfile]:
        """Return the records of the configured markets; one that is missing is made."""
        MerchantProfile.objects.create_missing()
        return MerchantProfile.objects.filter(market__in=[market.language for market in all_markets()])


class BrandViewSet(SnippetViewSet):
    """The one brand of the shop."""

    model = Brand
    icon = "image"
    menu_label = _("Brand")
    menu_name = "brand"
    menu_order = 11
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: ClassVar = ["name"]
    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("logo"), FieldPanel("shows_bars")], heading=_("Name and logo")),
        MultiFieldPanel([FieldPanel("typeface")], heading=_("Typeface")),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Leave a colour empty to keep the design’s own. All other colours of the pages follow from"
                        " these. Text that could not be read on its background is refused."
                    )
                ),
                FieldRowPanel([FieldPanel("background_light"), FieldPanel("background_dark")]),
                FieldRowPanel([FieldPanel("text_light"), FieldPanel("text_dark")]),
                FieldRowPanel([FieldPanel("accent_light"), FieldPanel("accent_dark")]),
                FieldRowPanel([FieldPanel("highlight_light"), FieldPanel("highlight_dark")]),
            ],
            heading=_("Colours"),
        ),
    ]

    @property
    def permission_policy(self) -> _NoNewRows:
        """Let no one add a second brand."""
        return _NoNewRows(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Brand]:
        """Return the brand, which is made with a placeholder's name where it is missing."""
        Brand.objects.create_missing()
        return Brand.objects.all()


class PolicyViewSet(SnippetViewSet):
    """The policies of all markets, with drafts, revisions and a preview."""

    model = Policy
    icon = "doc-full"
    menu_label = _("Policies")
    menu_name = "policies"
    menu_order = 12
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: ClassVar = ["title", "market", "kind", "live"]
    list_filter: ClassVar = ["market", "kind"]
    panels: ClassVar = [
        HelpPanel(
            content=_(
                "The texts to begin with are no legal advice: fill them in, and have a lawyer check them. What is"
                " published when somebody orders is kept with their order. A paragraph with {{ weee_number? }} is left"
                " out where that is not stated."
            )
        ),
        FieldRowPanel([FieldPanel("market"), FieldPanel("kind")]),
        FieldPanel("title"),
        FieldPanel("body"),
    ]
