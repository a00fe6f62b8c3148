"""The forms of readers and editors."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from education.comments import form_stamps, services
from education.comments.content_rules import names_an_address, plain
from education.comments.models import Comment

NO_ADDRESSES = _("Please leave out links, web addresses, email addresses and @names. We show plain words only.")
_OURS = frozenset({"gradual", "gradual shop", "admin", "moderator", "editor"})
LONGEST = 1500
"""Characters of a reply."""


class CommentForm(forms.Form):
    """A comment. `more` is a honeypot: people do not see it, bots fill it in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=40,
        help_text=_("Any name you like. It is shown with your reply, so better not your full name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=_("Your question or reply"),
        max_length=LONGEST,
        help_text=_("Plain words, up to 1,500 characters. Please do not tell us details of your health."),
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
    )
    more = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """Accept one line that does not look like the shop's name."""
        name = " ".join(plain(self.cleaned_data["name"]).split())
        if not name:
            raise ValidationError(_("Give a name. Any name will do."))
        if names_an_address(name):
            raise ValidationError(NO_ADDRESSES)
        if name.casefold() in _OURS:
            raise ValidationError(_("Readers would take this name for ours. Please choose another one."))
        return name

    def clean_text(self) -> str:
        """Accept plain text without links or addresses."""
        text = plain(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write your question or reply."))
        if names_an_address(text):
            raise ValidationError(NO_ADDRESSES)
        return text

    def clean(self) -> dict[str, Any]:
        """Check honeypot and stamp after the text, so that a person can send the same text again."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned.get("more"):
            raise ValidationError(
                _("Something was filled in that people do not see, perhaps by your browser. Please send it once more.")
            )
        try:
            stamp = form_stamps.read(cleaned.get("stamp", ""))
        except form_stamps.Spoiled:
            raise ValidationError(
                _("This form was open for too long. Look over what you wrote, and send it once more.")
            ) from None
        if stamp.age < form_stamps.SOONEST:
            raise ValidationError(_("That was very fast. Please wait a few seconds, and send it once more."))
        cleaned["secret"] = stamp.secret
        return cleaned

    def made_ready_again(self) -> "CommentForm":
        """Return the form with an empty honeypot, and a new stamp when the old one is invalid."""
        again = {**{name: self.data.get(name, "") for name in self.fields}, "more": ""}
        try:
            form_stamps.read(again["stamp"])
        except form_stamps.Spoiled:
            again["stamp"] = form_stamps.new()
        self.data = again
        return self


class ModerationForm(WagtailAdminModelForm):
    """An editor's decision. The text may be edited, to remove health details; the earlier text is not kept."""

    instance: Comment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            (Comment.State.WAITING, _("Not decided yet")),
            (Comment.State.SHOWN, _("Show it")),
            (Comment.State.REFUSED, _("Refuse it")),
        ]

    def clean(self) -> Any:
        """Require a name and text for a public comment; a withdrawn one stays withdrawn."""
        cleaned = super().clean()
        if cleaned.get("state") == Comment.State.SHOWN:
            for field in ("name", "text"):
                if not cleaned.get(field, "").strip():
                    self.add_error(field, _t("A reply that is shown needs this."))
        if Comment.objects.filter(pk=self.instance.pk, state=Comment.State.WITHDRAWN).exists():
            self.add_error(None, _t("Its writer has withdrawn this reply. It cannot be shown any more."))
        return cleaned

    def save(self, commit: bool = True) -> Comment:
        """Save through `services.moderate`."""
        words = {field: plain(self.cleaned_data[field]) for field in ("name", "text", "answer")}
        self.instance = services.moderate(self.instance, state=self.cleaned_data["state"], **words)
        return self.instance
