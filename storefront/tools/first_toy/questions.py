"""The questions of the chooser and what an address answers to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTIONS: Mapping[str, tuple[str | Promise, Mapping[str, str | Promise]]] = {
    "check": (
        _("Is anything on the list above true for you?"),
        {
            "none": _("No, nothing"),
            "ask": _("Yes, at least one of the list, or I am not sure"),
            "now": _("I have pain, bleeding or sore skin now"),
        },
    ),
    "where": (_("Where is it for?"), {"outside": _("Outside skin only"), "inside": _("Inside")}),
    "known": (
        _("What is comfortable already?"),
        {
            "nothing": _("Nothing yet, or I am not sure"),
            "outside": _("Touch on the outside, with lubricant"),
            "finger": _("A finger or a slim toy, on several occasions"),
        },
    ),
    "who": (_("Who will use it?"), {"one": _("One person"), "more": _("More than one person")}),
    "allergy": (
        _("Do you have an allergy?"),
        {"none": _("None that I know of"), "latex": _("Latex"), "other": _("Another one, such as nickel")},
    ),
}
"""By query parameter: the question and its answers. Few and fixed, so that a cache holds each page once."""
_SHOWN = 60
"""Characters shown of an answer that we do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer that can be chosen."""

    value: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers. `unknown` is what was asked for if it is none of them."""

    name: str
    label: str | Promise
    choices: tuple[Choice, ...]
    unknown: str


def read_questions(asked: Mapping[str, Sequence[str]]) -> tuple[Question, ...]:
    """Return all questions, with what was answered chosen. Two answers to one question are none that we know."""
    return tuple(
        _read(name, label, choices, [each for each in asked.get(name, ()) if each])
        for name, (label, choices) in QUESTIONS.items()
    )


def answers_of(questions: Sequence[Question]) -> dict[str, str]:
    """Return the chosen answers by question; questions without one are absent."""
    return {each.name: choice.value for each in questions for choice in each.choices if choice.is_chosen}


def _read(name: str, label: str | Promise, choices: Mapping[str, str | Promise], values: Sequence[str]) -> Question:
    given = values[0] if len(values) == 1 else ", ".join(values)
    return Question(
        name=name,
        label=label,
        choices=tuple(Choice(value=value, label=words, is_chosen=value == given) for value, words in choices.items()),
        unknown="" if given in choices else given[:_SHOWN],
    )
