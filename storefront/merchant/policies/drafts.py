"""Texts to begin with for each market's policies. They are no legal advice: a merchant fills in, a lawyer checks."""

import re
from pathlib import Path

from storefront.core.markets import Market, all_markets, primary_language
from storefront.merchant.models import Policy
from storefront.merchant.policies.kinds import PolicyKind

FOLDER = Path(__file__).parent / "texts"
_TITLE = re.compile(r"<!-- (.+?) -->\n")


def create_missing_policies(*, publish: bool) -> list[Policy]:
    """Create the policies that the markets lack, as drafts or published. What exists stays as it is."""
    existing = set(Policy.objects.values_list("market", "kind"))
    created = []
    for market in all_markets():
        for kind in PolicyKind:
            text = draft_text(kind, market)
            if text is None or (market.language, kind.value) in existing:
                continue
            title, body = text
            policy = Policy(market=market.language, kind=kind.value, title=title, body=body, live=False)
            policy.full_clean()
            policy.save()
            revision = policy.save_revision()
            if publish:
                revision.publish()
            created.append(policy)
    return created


def draft_text(kind: PolicyKind, market: Market) -> tuple[str, str] | None:
    """Return title and body to begin with: the country's own, else the language's; None where there is none."""
    language = primary_language(market.language)
    for folder in (f"{language}-{market.country}", language):
        path = FOLDER / folder / f"{kind}.html"
        if path.exists():
            text = path.read_text(encoding="utf-8")
            title = _TITLE.match(text)
            return (title[1] if title else kind.value, _TITLE.sub("", text).replace("\n", ""))
    return None
