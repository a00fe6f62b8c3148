"""The lowest price of the 30 days before a reduction: shown, written to a real Saleor, and removed there at the end."""

from decimal import Decimal
from functools import partial

import pytest

from tests.live.product_edits import ProductEdits
from tests.live.shop_process import wait_for

pytestmark = pytest.mark.live
SALEORS_OWN_JOBS = 180.0
SHARED_WITHIN = 130.0
"""Seconds: prior prices are shared once a minute, by a worker that may be busy."""


def test_the_lowest_price_before_a_promotion_is_shown_shared_and_removed(
    edits: ProductEdits, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "$10.00" in edits.page()
    for price in ("9.50", "9.80"):
        edits.set_price(Decimal(price))
        wait_for(f"a price of {price}", partial(edits.shows, f"${price}"))
    assert edits.prior_price() is None

    at_saleor, in_the_shop = edits.start_promotion(percent=20)
    wait_for("the promotion at Saleor", at_saleor, within=SALEORS_OWN_JOBS)
    wait_for("the promotion in the shop", in_the_shop)
    page = edits.page()
    assert "$7.84" in page
    assert "$9.50" in page
    assert "$9.80" not in page

    shared = wait_for("the prior price at Saleor", lambda: edits.prior_price() == Decimal("9.50"), within=SHARED_WITHIN)
    assert at_saleor()

    edits.end_promotion()
    wait_for("the end at Saleor", lambda: not at_saleor(), within=SALEORS_OWN_JOBS)
    wait_for("the end in the shop", lambda: not in_the_shop())
    removed = wait_for("the end of the prior price", lambda: edits.prior_price() is None, within=SHARED_WITHIN)
    assert "$9.80" in edits.page()
    assert "$9.50" not in edits.page()

    with capsys.disabled():
        print(f"\nprior price: shared after {shared:.0f} s, removed after {removed:.0f} s")  # noqa: T201
