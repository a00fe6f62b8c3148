"""The forms after the order. What Saleor knows is not checked here: a declaration is taken as it is typed."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefront.cart.selectors import returns_of
from storefront.catalog.line_products import LineProduct, line_products_of
from storefront.orders.declaration import Declaration
from storefront.orders.lookup import digits_of
from storefront.saleor.types import Order, OrderLine


class _Mailbox(forms.Form):
    """A form that names a mailbox."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        error_messages={
            "required": gettext_lazy("Type your email address."),
            "invalid": gettext_lazy("Check the email address: it should look like name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )


class LookUpForm(_Mailbox):
    """Which order, and whose."""

    number = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the order number.")},
        help_text=gettext_lazy("It stands in the subject of our email, for example 1042."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("number", "email")

    def clean_number(self) -> str:
        """An order's number has digits in it."""
        number = str(self.cleaned_data["number"])
        if not digits_of(number):
            raise forms.ValidationError(_("An order number is made of digits, for example 1042."))
        return number


class WithdrawalForm(_Mailbox):
    """Who withdraws, from which order, and from what of it, in their own words."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Order number"),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the order number, or what you know of the order.")},
        help_text=gettext_lazy("It stands in our emails. Without it, write what you know: the day, say."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What goes back"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Leave it empty to withdraw from the whole order. You need not give a reason."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    field_order = ("name", "number", "email", "words")

    def declaration(self) -> Declaration:
        """What is declared, once the form is valid."""
        typed = self.cleaned_data
        return Declaration(
            name=typed["name"],
            number=typed["number"],
            email=typed["email"],
            words=typed["words"],
            is_whole_order=not typed["words"],
        )


class OrderWithdrawalForm(_Mailbox):
    """Who withdraws, and how many of each thing of an order that is open before them."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, order: Order) -> None:
        address = order.billing_address or order.shipping_address
        name = f"{address.first_name} {address.last_name}".strip() if address else ""
        super().__init__(data, initial={"name": name, "email": order.user_email})
        self.order = order
        self.lines = {f"line-{place}": line for place, line in enumerate(order.lines)}
        self.goods = line_products_of(order.lines)
        for field, line in self.lines.items():
            self.fields[field] = forms.TypedChoiceField(
                label=title(self.goods.named(line)),
                choices=[(number, _how_many(number, line)) for number in range(line.quantity, -1, -1)],
                coerce=int,
                initial=line.quantity,
            )
        self.order_fields([*self.lines, "name", "email"])

    def lines_shown(self) -> tuple[tuple[forms.BoundField, str], ...]:
        """Each thing's field, and whether it can go back, in a sentence."""
        slugs = {field: line.variant.product.slug if line.variant else "" for field, line in self.lines.items()}
        return tuple((self[field], returns_of(self.goods.products.get(slug))) for field, slug in slugs.items())

    def clean(self) -> dict[str, object]:
        """Something must go back."""
        cleaned: dict[str, object] = super().clean() or {}
        chosen = [cleaned.get(field) for field in self.lines]
        if not any(chosen) and None not in chosen:
            raise forms.ValidationError(_("Choose at least one thing that goes back."))
        return cleaned

    def declaration(self) -> Declaration:
        """What is declared, once the form is valid."""
        chosen = {field: int(self.cleaned_data[field]) for field in self.lines}
        return Declaration(
            name=self.cleaned_data["name"],
            number=self.order.number,
            email=self.cleaned_data["email"],
            items=tuple(f"{number} × {self.fields[field].label}" for field, number in chosen.items() if number),
            is_whole_order=all(number == self.lines[field].quantity for field, number in chosen.items()),
            order_id=self.order.id,
        )


def title(named: LineProduct) -> str:
    """A line's thing by its whole name."""
    return f"{named.product} ({named.variant})" if named.variant else named.product


def _how_many(number: int, line: OrderLine) -> str:
    if number == 0:
        return _("None: I keep it") if line.quantity == 1 else _("None: I keep them")
    if number == line.quantity:
        return _("It goes back") if number == 1 else _("All %(n)s go back") % {"n": number}
    return _("%(n)s of %(all)s") % {"n": number, "all": line.quantity}
