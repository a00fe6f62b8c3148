"""The whole table of what goes with what."""

from storefront.safety.rules import Rating
from storefront.tools.matcher import table


def cells() -> dict[str, dict[str, Rating]]:
    return {
        row.label: {cell.base: cell.verdict.rating for cell in row.cells}
        for each in table.tables()
        for row in each.rows
    }


def test_the_table_has_every_kind_and_every_base() -> None:
    found = cells()

    assert {"Latex glove", "Vinyl (PVC) glove", "TPR toy", "Soft PVC (jelly) toy"} <= found.keys()
    assert len(found) == 16
    assert {tuple(row) for row in found.values()} == {table.columns()}


def test_the_table_never_says_yes_to_oil_and_latex_nor_to_what_no_source_names() -> None:
    found = cells()

    assert {found[kind]["Oil"] for kind in ("Latex condom", "Latex dam", "Latex glove")} == {Rating.NO}
    assert found["Silicone toy"]["Silicone-based lubricant"] is Rating.CHECK
    assert set(found["Vinyl (PVC) glove"].values()) == {Rating.NOT_STATED}
    assert Rating.YES not in {*found["TPR toy"].values(), *found["Soft PVC (jelly) toy"].values()}


def test_the_table_says_that_oil_stays_on_outside_skin() -> None:
    assert cells()["Glass toy"]["Oil"] is Rating.CHECK
