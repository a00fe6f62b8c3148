"""Forms of the pages after an order. A declaration is accepted as it is entered; it is not checked against Saleor."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.catalog.lines.products import LineProduct, line_products_of, returns_of
from storefront.core.forms.fields import CodeField, EmailField, LineField, LinesField
from storefront.orders.access import has_email, order_digits
from storefront.orders.declaration import Declaration
from storefront.saleor.types import Order, OrderLine


class _EmailForm(forms.Form):
    """A form with an email address."""

    email = EmailField(label=gettext_lazy("Email address"))


class _DeclarationForm(_EmailForm):
    """A form with the name of the person who withdraws, and where the receipt goes."""

    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class GuestLookupForm(_EmailForm):
    """The number of an order and the address that it was placed with."""

    number = CodeField(
        label=gettext_lazy("Order number"),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the order number.")},
        help_text=gettext_lazy("It stands in the subject of our email, for example 1042."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("number", "email")

    def clean_number(self) -> str:
        """Require digits."""
        number = str(self.cleaned_data["number"])
        if not order_digits(number):
            raise forms.ValidationError(_("An order number is made of digits, for example 1042."))
        return number


class WithdrawalForm(_DeclarationForm):
    """A withdrawal from any order, in the person's own words."""

    number = LineField(
        label=gettext_lazy("Order number"),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the order number, or what you know of the order.")},
        help_text=gettext_lazy("It stands in our emails. Without it, write what you know: the day, say."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = LinesField(
        label=gettext_lazy("What goes back"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Leave it empty for the whole order. You need not give a reason."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    field_order = ("name", "number", "email", "words")

    def declaration(self) -> Declaration:
        """Return what is declared; call it on a valid form."""
        entered = self.cleaned_data
        return Declaration(
            name=entered["name"],
            number=entered["number"],
            email=entered["email"],
            words=entered["words"],
            is_whole_order=not entered["words"],
        )


class OrderWithdrawalForm(_DeclarationForm):
    """A withdrawal from an order that the person has open: how many of each item they return."""

    def __init__(self, data: Mapping[str, object] | None = None, *, order: Order) -> None:
        address = order.billing_address or order.shipping_address
        name = f"{address.first_name} {address.last_name}".strip() if address else ""
        super().__init__(data, initial={"name": name, "email": order.user_email})
        self.order = order
        self.lines = {f"line-{position}": line for position, line in enumerate(order.lines)}
        self.products = line_products_of(order.lines)
        for field, line in self.lines.items():
            self.fields[field] = forms.TypedChoiceField(
                label=_title(self.products.named(line)),
                choices=[(quantity, _quantity_label(quantity, line)) for quantity in range(line.quantity, -1, -1)],
                coerce=int,
                initial=line.quantity,
            )
        self.order_fields([*self.lines, "name", "email"])

    def fields_of_lines(self) -> tuple[tuple[forms.BoundField, str], ...]:
        """Return each item's field, and a sentence that says whether it can be returned."""
        slugs = {field: line.variant.product.slug if line.variant else "" for field, line in self.lines.items()}
        return tuple((self[field], returns_of(self.products.products.get(slug))) for field, slug in slugs.items())

    def clean(self) -> dict[str, object]:
        """Require that something is returned."""
        cleaned: dict[str, object] = super().clean() or {}
        chosen = [cleaned.get(field) for field in self.lines]
        if not any(chosen) and None not in chosen:
            raise forms.ValidationError(_("Choose at least one thing that goes back."))
        return cleaned

    def declaration(self) -> Declaration:
        """Return what is declared; call it on a valid form."""
        quantities = {field: int(self.cleaned_data[field]) for field in self.lines}
        return Declaration(
            name=self.cleaned_data["name"],
            number=self.order.number,
            email=self.cleaned_data["email"],
            items=tuple(
                f"{quantity} × {self.fields[field].label}" for field, quantity in quantities.items() if quantity
            ),
            is_whole_order=all(quantity == self.lines[field].quantity for field, quantity in quantities.items()),
            order_id=self.order.id,
            is_to_order_address=has_email(self.order, self.cleaned_data["email"]),
        )


def _title(named: LineProduct) -> str:
    return f"{named.product} ({named.variant})" if named.variant else named.product


def _quantity_label(quantity: int, line: OrderLine) -> str:
    if quantity == 0:
        return _("None: I keep it") if line.quantity == 1 else _("None: I keep them")
    if quantity == line.quantity:
        return _("It goes back") if quantity == 1 else _("All %(n)s go back") % {"n": quantity}
    return _("%(n)s of %(all)s") % {"n": quantity, "all": line.quantity}
