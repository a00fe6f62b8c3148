"""Fill the merchant's facts into a policy's text, and turn it into plain text for emails."""

import re
from collections.abc import Callable, Mapping
from html import unescape

import nh3
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

_PLACEHOLDER = re.compile(r"(?P<start>>\s*)?\{\{\s*(?P<name>[a-z_]*)(?P<optional>\?)?\s*\}\}")
_BLOCK = re.compile(r"<(p|li)(?: [^>]*)?>(?:(?!</\1>).)*</\1>", re.DOTALL)
_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "a", "b", "i", "strong", "em", "br", "hr", "mark"}

LABELS: dict[str, object] = {
    "shop_name": _("shop name"),
    "seller": _("legal name"),
    "legal_name": _("legal name"),
    "legal_form": _("legal form"),
    "represented_by": _("represented by"),
    "address": _("address"),
    "email": _("email address"),
    "phone": _("phone number"),
    "domain": _("domain"),
    "register_name": _("register"),
    "register_number": _("register number"),
    "vat_number": _("VAT number"),
    "weee_number": _("WEEE number"),
    "battery_number": _("battery register number"),
    "packaging_number": _("packaging register number"),
    "uk_responsible_person": _("responsible person in the UK"),
    "eu_responsible_person": _("responsible person in the EU"),
    "supervisory_authority": _("data protection authority"),
    "arbitration_body": _("dispute resolution body"),
    "statement_name": _("name on bank statements"),
    "service_phone": _("customer service phone"),
    "payment_means": _("ways to pay"),
    "delivery_cost_text": _("delivery costs"),
    "delivery_countries": _("countries you deliver to"),
    "return_address": _("address for returns"),
    "return_days": _("days to return"),
    "delivery_time": _("delivery time"),
    "withdraw_url": _("address of the withdrawal form"),
}
"""What may stand in double braces, and what it is called where it is not stated."""


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return the unknown placeholders, each once."""
    named = (match["name"] for match in _PLACEHOLDER.finditer(text))
    return tuple(dict.fromkeys(f"{{{{ {name} }}}}" for name in named if name not in LABELS))


def filled(html: str, values: Mapping[str, str]) -> str:
    """Return clean HTML with every placeholder replaced; what is not stated is marked as a gap.

    A paragraph or list item with an optional placeholder such as `{{ weee_number? }}`, is left out where that is not
    stated. A value of several lines keeps them where it begins a line, and is one line inside a sentence.
    """
    return nh3.clean(
        _PLACEHOLDER.sub(_filler(values), _BLOCK.sub(_optional(values), html)),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


def plain_text(html: str) -> str:
    """Return a policy as plain text: a dash before list items, the address after a link."""
    text = re.sub(r"\s+", " ", html)
    text = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', _link, text)
    text = re.sub(r"<h2[^>]*>(.*?)</h2>", lambda match: f"\n\n{match[1].upper()}\n\n", text)
    text = re.sub(r"<(?:br|hr)\s*/?>", "\n", text)
    text = re.sub(r"<li[^>]*>", "\n- ", text)
    text = re.sub(r"</?(?:p|h3|ul|ol)[^>]*>", "\n\n", text)
    text = unescape(re.sub(r"<[^>]+>", "", text))
    lines = (line.strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _link(match: re.Match[str]) -> str:
    address, words = match[1], match[2]
    return words if words == address or address.startswith("mailto:") else f"{words} ({address})"


def _optional(values: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def keep(block: re.Match[str]) -> str:
        asked = (match for match in _PLACEHOLDER.finditer(block[0]) if match["optional"])
        return "" if any(not values.get(match["name"]) for match in asked) else block[0]

    return keep


def _filler(values: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        name, start = match["name"], match["start"]
        value = values.get(name, "")
        if value:
            return f"{start or ''}{escape(value).replace(chr(10), ', ' if start is None else '<br>')}"
        gap = str(_("[not stated: %(what)s]")) % {"what": LABELS.get(name, name)}
        return f"{start or ''}<mark>{escape(gap)}</mark>"

    return replace
