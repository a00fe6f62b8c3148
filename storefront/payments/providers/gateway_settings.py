"""Which payment gateways each market offers: the PAYMENT_GATEWAYS setting, read strictly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType


class GatewaysMisconfigured(ValueError):
    """The PAYMENT_GATEWAYS setting does not read, or names a market or gateway twice, or a market that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentGateways:
    """Saleor app identifiers, in the order in which they are offered: `everywhere`, but for the markets (languages)
    of `by_market`."""

    everywhere: tuple[str, ...]
    by_market: Mapping[str, tuple[str, ...]]

    def of(self, language: str) -> tuple[str, ...]:
        """Those of one market."""
        return self.by_market.get(language, self.everywhere)

    @property
    def all(self) -> tuple[str, ...]:
        """Every one that any market offers, once."""
        lists = (self.everywhere, *self.by_market.values())
        return tuple(dict.fromkeys(identifier for one in lists for identifier in one))


def parse_gateways(text: str, *, languages: Collection[str]) -> PaymentGateways:
    """Read `gradual.stripe` (everywhere), or `gradual.stripe, en-us=gradual.stripe|other.app, en-ie=` (by market).

    What has no market is for those that have no list of their own; a market with nothing after its `=` offers none.
    """
    everywhere: list[str] = []
    by_market: dict[str, tuple[str, ...]] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        language, names_market, listed = entry.rpartition("=")
        if not names_market:
            everywhere.extend(_identifiers(entry))
            continue
        language = language.strip().lower()
        if language not in languages:
            known = ", ".join(languages)
            raise GatewaysMisconfigured(f"PAYMENT_GATEWAYS names the market {language!r}; there are: {known}")
        if language in by_market:
            raise GatewaysMisconfigured(f"PAYMENT_GATEWAYS names the market {language!r} twice; part gateways with |")
        by_market[language] = _identifiers(listed) if listed.strip() else ()
    for one in (everywhere, *by_market.values()):
        if len(set(one)) != len(one):
            raise GatewaysMisconfigured(f"PAYMENT_GATEWAYS names a gateway twice for one market: {', '.join(one)}")
    return PaymentGateways(everywhere=tuple(everywhere), by_market=MappingProxyType(by_market))


def _identifiers(text: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in text.split("|"))
    for one in found:
        if not one or any(character.isspace() or character in "=/" for character in one):
            raise GatewaysMisconfigured(f"PAYMENT_GATEWAYS has {one!r}, which is no Saleor app identifier")
    return found
