"""What looks like an ID of Saleor is no name for a shopper."""

import pytest

from storefront.saleor.global_ids import is_global_id, shown_name


@pytest.mark.parametrize(
    "text",
    [
        "UHJvZHVjdFZhcmlhbnQ6Tm9uZQ==",  # ProductVariant:None
        "UHJvZHVjdFZhcmlhbnQ6Mzg0",  # ProductVariant:384
        "Q2hlY2tvdXQ6NzVhNDk1YmItYjcyMy00NGFjLWEyMDAtNzBiNTA4NWJmMWYy",
    ],
)
def test_ids_are_recognized_and_not_shown(text: str) -> None:
    assert is_global_id(text)
    assert shown_name(text) == ""


@pytest.mark.parametrize(
    "name", ["", "100 ml", "Bottle12", "Small", "abcdefgh", "UHJvZHVjdA==", "Flasche 100 ml", "12345678"]
)
def test_names_stay(name: str) -> None:
    assert shown_name(name) == name
