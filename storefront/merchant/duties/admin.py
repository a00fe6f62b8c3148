"""Confirmations of duties in the admin: written once, kept, and revoked but not deleted."""

from typing import Any, ClassVar

from django.forms import BooleanField, ChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from storefront.core.markets import all_markets
from storefront.merchant.duties.evaluation import LAW_NOT_RECORDED
from storefront.merchant.duties.rules import DUTIES
from storefront.merchant.models.confirmations import DutyConfirmation


class _NothingDeleted(ModelPermissionPolicy):
    """The model's permissions, except that a confirmation cannot be deleted."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Return whether the user may do this."""
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: object, action: str, instance: object) -> bool:
        """Return whether the user may do this with the row."""
        return self.user_has_permission(user, action)


class DutyConfirmationForm(WagtailAdminModelForm):
    """A new confirmation, or the end of one: what was confirmed does not change afterwards."""

    duty = ChoiceField(label=_("Duty"))
    market = ChoiceField(label=_("Market"))
    is_revoked = BooleanField(label=_("Revoke it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unrecorded = (LAW_NOT_RECORDED, _("The law of a country that the table does not hold"))
        self.fields["duty"].choices = [*((duty.id, f"{duty.paragraph}: {duty.title}") for duty in DUTIES), unrecorded]
        self.fields["market"].choices = [(market.language, market.label) for market in all_markets()]
        self.fields["is_revoked"].initial = self.instance.revoked_at is not None
        self.fields["is_revoked"].disabled = self.instance.pk is None or self.instance.revoked_at is not None
        for name in ("duty", "market", "product", "text"):
            self.fields[name].disabled = self.instance.pk is not None

    def save(self, commit: bool = True) -> DutyConfirmation:
        """Store who confirmed, or who revoked."""
        row: DutyConfirmation = self.instance
        name = self.for_user.get_full_name() or self.for_user.get_username()
        if row.pk is None:
            row.person, row.confirmed_by = name, self.for_user
        elif self.cleaned_data["is_revoked"] and row.revoked_at is None:
            row.revoke(name)
        saved: DutyConfirmation = super().save(commit)
        return saved


class _AddConfirmationView(CreateView):
    """The form of a new confirmation. The address may name its duty, market and product."""

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the address names."""
        named = {name: self.request.GET[name] for name in ("duty", "market", "product") if name in self.request.GET}
        return {**super().get_initial(), **named}


class DutyConfirmationViewSet(SnippetViewSet):
    """The list of confirmations, and the form that adds or revokes one."""

    model = DutyConfirmation
    add_view_class = _AddConfirmationView
    icon = "check"
    menu_label = _("Confirmations")
    menu_name = "confirmations"
    menu_order = 12
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: ClassVar = [
        "__str__",
        Column("product", label=_("Product")),
        Column("person", label=_("By whom")),
        DateColumn("confirmed_at", label=_("Confirmed")),
        DateColumn("revoked_at", label=_("Revoked")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "A duty that you confirm no longer keeps a product from sale. Write what you know, such as who"
                    " advised you and why the duty does not apply. The text stays, with your name and the date."
                )
            ),
            FieldPanel("duty"),
            FieldPanel("market"),
            FieldPanel("product", help_text=_("The product’s ID in Saleor. Leave it empty for all products.")),
            FieldPanel("text"),
            FieldPanel("is_revoked"),
        ],
        base_form_class=DutyConfirmationForm,
    )

    @property
    def permission_policy(self) -> _NothingDeleted:
        """Keep every confirmation."""
        return _NothingDeleted(self.model)
