"""The texts of a guide file as plain text."""

import re
from collections.abc import Iterator

from education.content_io.files.file_format import CareCard, GuideFile, Section, Situation, Stage

Part = Section | Stage | Situation | CareCard


def parts(guide: GuideFile) -> tuple[Part, ...]:
    """Everything in a guide that can name its sources."""
    return (*guide.sections, *guide.stages, *guide.after, *guide.ask_first, *guide.care_cards)


def words_of(part: Part) -> str:
    """The text of one of them, headings aside, and what is said of its images."""
    if isinstance(part, Section):
        return "\n\n".join((part.body, *_said_of_images(part)))
    if isinstance(part, Situation):
        return part.message
    if isinstance(part, CareCard):
        return " ".join(part.body)
    said = (part.purpose, part.body, *_said_of_images(part), *part.good_to_know)
    return "\n\n".join((*said, f"Stop if {'; '.join(part.stop_if)}."))


def _said_of_images(part: Section | Stage) -> Iterator[str]:
    for figure in part.figures:
        yield from (figure.alt, figure.caption)


def texts(guide: GuideFile) -> Iterator[str]:
    """A guide's running text; headings are not sentences, so they are left out."""
    yield from (guide.summary, guide.intro, *guide.stop_signs)
    yield from map(words_of, parts(guide))
    yield from (pick.reason for stage in guide.stages for pick in stage.products)


def prose(text: str) -> str:
    """Markdown as prose: a list stays one sentence unless its items end as sentences do; 11.66 is one word."""
    text = re.sub(r"^\s*(?:- |\d+\. )", "", text, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)[.,](?=\d)", "", text.replace("*", ""))).strip()
