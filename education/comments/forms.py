"""The forms of readers and editors. A comment is plain text without links or addresses."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from education.comments import form_stamps, reports, services
from education.comments.models import Comment, Report
from storefront.core.forms.fields import CodeField, LineField, LinesField
from storefront.core.text.typed_text import clean_lines

NO_ADDRESSES = _("Please leave out links, web addresses, email addresses and @names. We show plain words only.")
_RESERVED_NAMES = frozenset({"gradual", "gradual shop", "admin", "moderator", "editor"})
MAX_LENGTH = 1500
"""Characters of a comment."""
# Common endings only, so that words with a full stop in them ("e.g.", "18.5") are not taken for addresses.
_ENDINGS = (
    "academy|app|biz|blog|ch|cloud|club|co|com|de|dev|edu|eu|example|fr|gg|gov|health|ie|info|io|it|link|live|me|mobi"
    "|net|nl|online|org|page|pl|ru|shop|site|store|top|tv|uk|us|xxx|xyz"
)
_ADDRESS = re.compile(
    rf"\w+://|\bwww\.|\bmailto:|<\s*a\b|\[url|[\w.+-]+@[\w-]+|(?<!\w)@\w{{2,}}|\b[\w-]{{2,}}\.(?:{_ENDINGS})\b(?!\.\w)",
    re.IGNORECASE,
)


def has_address(text: str) -> bool:
    """Return whether the text contains a link, site, email address or @name, also in full-width letters."""
    return _ADDRESS.search(unicodedata.normalize("NFKC", text)) is not None


def checked_secret(cleaned: Mapping[str, Any]) -> str:
    """Return the secret of a form's stamp. Raises ValidationError for a filled honeypot or a stamp that is no good."""
    if cleaned.get("more"):
        raise ValidationError(
            _("Something was filled in that people do not see, perhaps by your browser. Please send it once more.")
        )
    try:
        stamp = form_stamps.read(cleaned.get("stamp", ""))
    except form_stamps.InvalidStamp:
        raise ValidationError(
            _("This form was open for too long. Look over what you wrote, and send it once more.")
        ) from None
    if stamp.age < form_stamps.MIN_AGE_SECONDS:
        raise ValidationError(_("That was very fast. Please wait a few seconds, and send it once more."))
    return stamp.secret


class CommentForm(forms.Form):
    """A comment. `more` is a honeypot: people do not see it, bots fill it in."""

    name = LineField(
        label=_("Name"),
        max_length=40,
        error_messages={"required": _("Give a name. Any name will do.")},
        help_text=_("Any name you like. It is shown with your reply, so better not your full name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    text = LinesField(
        label=_("Your question or reply"),
        max_length=MAX_LENGTH,
        error_messages={"required": _("Write your question or reply.")},
        help_text=_("Plain words, up to 1,500 characters. Please do not tell us details of your health."),
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
    )
    more = LineField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )
    stamp = CodeField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """Accept one line that does not look like the shop's name."""
        name: str = self.cleaned_data["name"]
        if has_address(name):
            raise ValidationError(NO_ADDRESSES)
        if name.casefold() in _RESERVED_NAMES:
            raise ValidationError(_("Readers would take this name for ours. Please choose another one."))
        return name

    def clean_text(self) -> str:
        """Accept plain text without links or addresses."""
        text: str = self.cleaned_data["text"]
        if has_address(text):
            raise ValidationError(NO_ADDRESSES)
        return text

    def clean(self) -> dict[str, Any]:
        """Check honeypot and stamp after the text, so that a person can send the same text again."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        cleaned["secret"] = checked_secret(cleaned)
        return cleaned

    def for_resubmission(self) -> "CommentForm":
        """Return the form with an empty honeypot, and with a new stamp if the old one is invalid."""
        data = {**{name: self.data.get(name, "") for name in self.fields}, "more": ""}
        try:
            form_stamps.read(data["stamp"])
        except form_stamps.InvalidStamp:
            data["stamp"] = form_stamps.new()
        self.data = data
        return self


class ReportForm(forms.Form):
    """A reader's notice about a comment. `more` is a honeypot, as on `CommentForm`."""

    ground = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Comment.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    explanation = LinesField(
        label=_("Say it in your words"),
        max_length=MAX_LENGTH,
        error_messages={"required": _("Say what is wrong, and where.")},
        help_text=_("Which words, and why. Please do not tell us details of your health."),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    more = LineField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )
    stamp = CodeField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Check honeypot and stamp after the words, so that a person can send the same words again."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["secret"] = checked_secret(cleaned)
        return cleaned

    def for_resubmission(self) -> "ReportForm":
        """Return the form with an empty honeypot and a new stamp."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "more": "", "stamp": form_stamps.new()}
        return self


class DecisionForm(WagtailAdminModelForm):
    """An editor's decision on a report."""

    instance: Report

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        comment = self.instance.comment
        self.fields["decision"].help_text = _("The reply, by %(name)s: “%(text)s”") % {
            "name": comment.name,
            "text": comment.text,
        }

    def clean(self) -> dict[str, str]:
        """Require a reason for a decision."""
        cleaned: dict[str, str] = super().clean()
        if cleaned.get("decision") != Report.Decision.OPEN and not cleaned.get("decision_note", "").strip():
            self.add_error("decision_note", _t("Say why: the reporter and the writer have a right to know."))
        return cleaned

    def save(self, commit: bool = True) -> Report:
        """Save through `reports.decide`."""
        note = clean_lines(self.cleaned_data["decision_note"])
        self.instance = reports.decide(self.instance, decision=self.cleaned_data["decision"], note=note)
        return self.instance


class ModerationForm(WagtailAdminModelForm):
    """An editor's decision. The text may be edited, to remove health details; the earlier text is not kept."""

    instance: Comment

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            (Comment.State.WAITING, _("Not decided yet")),
            (Comment.State.SHOWN, _("Show it")),
            (Comment.State.REFUSED, _("Refuse it")),
        ]

    def clean(self) -> dict[str, str]:
        """Require a name and text for a public comment; a withdrawn one stays withdrawn."""
        cleaned: dict[str, str] = super().clean()
        if cleaned.get("state") == Comment.State.SHOWN:
            for field in ("name", "text"):
                if not cleaned.get(field, "").strip():
                    self.add_error(field, _t("A reply that is shown needs this."))
        if cleaned.get("state") == Comment.State.REFUSED and not cleaned.get("ground"):
            self.add_error("ground", _t("Say why: its writer has a right to know."))
        if Comment.objects.filter(pk=self.instance.pk, state=Comment.State.WITHDRAWN).exists():
            self.add_error(None, _t("Its writer has withdrawn this reply. It cannot be shown any more."))
        return cleaned

    def save(self, commit: bool = True) -> Comment:
        """Save through `services.moderate`."""
        words = {field: clean_lines(self.cleaned_data[field]) for field in ("name", "text", "answer", "ground_note")}
        self.instance = services.moderate(
            self.instance, state=self.cleaned_data["state"], ground=self.cleaned_data["ground"], **words
        )
        return self.instance
