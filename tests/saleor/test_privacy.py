"""What a shopper typed, and who they are, is in no log and no error text."""

import json
import logging
from collections.abc import Callable

import httpx2
import msgspec
import pytest

from storefront.saleor import accounts, checkouts
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials
from tests.saleor.calls import ADDRESS
from tests.saleor.recorded_responses import failing, through

SECRETS = ("robin@example.com", "Independence", "SECRET-ID", "secret-token", "2001:db8::7", "Zoë", "hunter2")


@pytest.mark.parametrize("repeat", [lambda text: text, lambda text: json.dumps(text)[1:-1]], ids=["plain", "escaped"])
def test_nothing_about_a_shopper_is_in_a_log_or_an_error(
    caplog: pytest.LogCaptureFixture, repeat: Callable[[str], str]
) -> None:
    address = msgspec.structs.replace(ADDRESS, first_name="Zoë")
    said = repeat(f"SECRET-ID {address.street_address1} robin@example.com Zoë hunter2 secret-token")
    caller = Credentials(token="secret-token", address="2001:db8::7")
    caplog.set_level(logging.DEBUG)
    told = []

    for answer in (failing("GraphQLError", message=said), httpx2.Response(500, text=said), httpx2.ReadTimeout("slow")):
        _, door = through(answer)
        with door:
            for ask in (
                lambda: checkouts.set_billing_address("SECRET-ID", address=address, caller=caller),
                lambda: accounts.sign_in(email="robin@example.com", password="hunter2", caller=caller),
                lambda: checkouts.get("SECRET-ID", caller=caller),
                lambda: accounts.refresh("secret-token", caller=caller),
            ):
                with pytest.raises(errors.SaleorError) as caught:
                    ask()
                told.append((ask, str(caught.value)))

    assert "saleor CheckoutBillingAddressUpdate BadRequest" in caplog.text
    assert "saleor TokenCreate ResponseLost" in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]
    billing = told[0][1]
    assert not [secret for secret in ("SECRET-ID", "Independence", "Zoë", "Zo\\u00eb") if secret in billing]


def test_a_refusal_names_fields_and_codes_and_no_values() -> None:
    problem = errors.MutationProblem(field="email", code="INVALID", message="robin@example.com is none")

    assert str(errors.MutationError((problem,))) == "email INVALID"
