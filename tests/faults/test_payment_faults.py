"""Every single fault at every call from the button that pays to the order, and twenty random combinations.

`make faults` runs every kind of fault and a thousand combinations. Each run prints what it counted.
"""

import os
import random
from collections import Counter

import pytest

from tests.cart.shopper import GEL, input_value
from tests.checkout.purchase import Payer
from tests.faults.faulty_transport import KILLS, Fault, FaultyTransport, faults_at
from tests.faults.journey import Journey, print_counts, rolled_back
from tests.faults.scenarios import SCENARIOS

pytestmark = pytest.mark.django_db

SEED = 20260619
COMBINATIONS = int(os.environ.get("FAULTS", "20"))
WANTED = {GEL: 2}


@pytest.fixture
def payer() -> tuple[Payer, str]:
    """A shopper on the payment page, and the total shown there."""
    shopper = Payer()
    return shopper, input_value(shopper.reach_payment(), "seen")


def calls_of(scenario: str, payer: tuple[Payer, str]) -> list[str]:
    """Return the calls to Saleor if nothing fails."""
    shopper, seen = payer
    transport = FaultyTransport()
    with rolled_back():
        SCENARIOS[scenario](Journey(shopper, seen=seen, transport=transport))
    return transport.calls


def run_scenario(
    scenario: str, faults: dict[int, Fault], payer: tuple[Payer, str], *, seed: int
) -> tuple[str, FaultyTransport]:
    """Return the state in which it ended, after checking everything that must hold."""
    shopper, seen = payer
    transport = FaultyTransport(faults)
    with rolled_back():
        journey = Journey(shopper, seen=seen, transport=transport)
        SCENARIOS[scenario](journey)
        journey.recover(random.Random(seed))
        try:
            ended = journey.assert_ended_well(WANTED)
        except AssertionError as error:
            raise AssertionError(f"{scenario}: {faults} over {transport.calls}") from error
    return str(ended), transport


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_single_fault_costs_an_order_or_money(scenario: str, payer: tuple[Payer, str]) -> None:
    ends: Counter[str] = Counter()
    asked = calls_of(scenario, payer)
    # Up to the request for money all scenarios make the same calls, which only the first one tries.
    briefly = scenario != next(iter(SCENARIOS))
    first = asked.index("TransactionInitialize") if briefly else 0

    for call in range(first, len(asked)):
        for fault in faults_at(call, briefly=briefly):
            ended, transport = run_scenario(scenario, {call: fault}, payer, seed=SEED + call)
            assert transport.met[fault] == 1
            ends[ended] += 1

    print_counts(f"{scenario}: {sum(ends.values())} faults at {len(asked) - first} calls: {dict(ends)}")
    assert sum(ends.values()) == sum(len(faults_at(call, briefly=briefly)) for call in range(first, len(asked)))


def test_no_combination_of_faults_costs_an_order_or_money(payer: tuple[Payer, str]) -> None:
    chance = random.Random(SEED)
    ends: Counter[str] = Counter()
    met: Counter[Fault] = Counter()

    for number in range(COMBINATIONS):
        scenario = chance.choice(list(SCENARIOS))
        faults = {chance.randrange(14): chance.choice(list(Fault)) for _ in range(chance.randint(2, 5))}
        ended, transport = run_scenario(scenario, faults, payer, seed=SEED + number)
        ends[f"{scenario}: {ended}"] += 1
        met += transport.met

    kills = sum(met[fault] for fault in KILLS)
    print_counts(
        f"{COMBINATIONS} combinations, {met.total()} faults met, {kills} of them kills: {dict(sorted(ends.items()))}"
    )
    assert sum(ends.values()) == COMBINATIONS
