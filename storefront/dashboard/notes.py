"""What the merchant sees in the Saleor Dashboard: panels of notes."""

from dataclasses import dataclass

from storefront.saleor.checks.results import Level

__all__ = ["Level", "Note", "Panel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence in plain text; `url` is an absolute address of the shop, or empty."""

    level: Level
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Notes under a heading."""

    title: str
    notes: tuple[Note, ...]
