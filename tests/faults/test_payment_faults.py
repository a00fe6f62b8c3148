"""Every single fault at every call on the way from the button to the order; and fifty combinations at random.

`make faults` runs a thousand of them, and every kind of fault. Each run prints what it counted.
"""

import os
import random
from collections import Counter

import pytest

from tests.cart.shopper import GEL, field
from tests.checkout.till import Payer
from tests.faults.doors import DEATHS, Fault, Troubled, faults_at
from tests.faults.journey import Journey, undone
from tests.faults.plots import PLOTS
from tests.faults.saying import say

pytestmark = pytest.mark.django_db

SEED = 20260619
COMBINATIONS = int(os.environ.get("FAULTS", "50"))
WANTED = {GEL: 2}


@pytest.fixture
def payer() -> tuple[Payer, str]:
    """A shopper at the payment page, and the total shown there."""
    shopper = Payer()
    return shopper, field(shopper.at_payment(), "seen")


def calls_of(plot: str, payer: tuple[Payer, str]) -> list[str]:
    """What Saleor is asked where nothing goes wrong."""
    shopper, seen = payer
    door = Troubled()
    with undone():
        PLOTS[plot](Journey(shopper, seen=seen, door=door))
    return door.asked


def end(plot: str, faults: dict[int, Fault], payer: tuple[Payer, str], *, seed: int) -> tuple[str, Troubled]:
    """How it ended, after everything that had to hold was held."""
    shopper, seen = payer
    door = Troubled(faults)
    with undone():
        journey = Journey(shopper, seen=seen, door=door)
        PLOTS[plot](journey)
        journey.recover(random.Random(seed))
        try:
            ended = journey.must_have_ended_well(WANTED)
        except AssertionError as error:
            raise AssertionError(f"{plot}: {faults} over {door.asked}") from error
    return str(ended), door


@pytest.mark.parametrize("plot", PLOTS)
def test_no_single_fault_costs_an_order_or_money(plot: str, payer: tuple[Payer, str]) -> None:
    ends: Counter[str] = Counter()
    asked = calls_of(plot, payer)
    # Up to the request for money every plot is the same one: these calls are tried in the first only.
    briefly = plot != next(iter(PLOTS))
    first = asked.index("TransactionInitialize") if briefly else 0

    for call in range(first, len(asked)):
        for fault in faults_at(call, briefly=briefly):
            ended, door = end(plot, {call: fault}, payer, seed=SEED + call)
            assert door.met[fault] == 1
            ends[ended] += 1

    say(f"{plot}: {sum(ends.values())} faults at {len(asked) - first} calls: {dict(ends)}")
    assert sum(ends.values()) == sum(len(faults_at(call, briefly=briefly)) for call in range(first, len(asked)))


def test_no_combination_of_faults_costs_an_order_or_money(payer: tuple[Payer, str]) -> None:
    chance = random.Random(SEED)
    ends: Counter[str] = Counter()
    met: Counter[Fault] = Counter()

    for number in range(COMBINATIONS):
        plot = chance.choice(list(PLOTS))
        faults = {chance.randrange(14): chance.choice(list(Fault)) for _ in range(chance.randint(2, 5))}
        ended, door = end(plot, faults, payer, seed=SEED + number)
        ends[f"{plot}: {ended}"] += 1
        met += door.met

    deaths = sum(met[fault] for fault in DEATHS)
    say(f"{COMBINATIONS} combinations, {met.total()} faults met, {deaths} of them deaths: {dict(sorted(ends.items()))}")
    assert sum(ends.values()) == COMBINATIONS
