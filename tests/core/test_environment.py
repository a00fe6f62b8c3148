"""A setting that is no number ends the process with what to set."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from storefront.core.environment import Environment, UnreadableSetting


@pytest.mark.parametrize("text", ["two", "1.5", "-1", "1 proxy", "0x1"])
def test_what_is_no_whole_number_says_what_to_set(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", text)

    with pytest.raises(UnreadableSetting) as caught:
        Environment().whole_number("TRUSTED_PROXIES", default=1)

    assert str(caught.value) == f"TRUSTED_PROXIES is {text!r}. Set a whole number from 0 up, such as 1."


@pytest.mark.parametrize("text", ["soon", "0", "-5", "nan", "inf", "5s"])
def test_what_is_no_time_says_what_to_set(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SALEOR_QUERY_TIMEOUT", text)

    with pytest.raises(UnreadableSetting, match=r"^SALEOR_QUERY_TIMEOUT is .*above 0, such as 5\.$"):
        Environment().seconds("SALEOR_QUERY_TIMEOUT", default=5.0)


def test_numbers_are_read_and_empty_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", " 2 ")
    monkeypatch.setenv("SALEOR_QUERY_TIMEOUT", "")

    assert Environment().whole_number("TRUSTED_PROXIES", default=0) == 2
    assert Environment().whole_number("GRANIAN_BLOCKING_THREADS_X", default=8) == 8
    assert Environment().seconds("SALEOR_QUERY_TIMEOUT", default=5.0) == 5.0


@pytest.mark.parametrize("text", ["nonsense", "hunter2:secret"])
def test_what_is_no_url_of_a_service_says_what_to_set_and_repeats_no_password(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", text)
    monkeypatch.setenv("EMAIL_URL", text)

    with pytest.raises(UnreadableSetting, match="such as postgres://") as database:
        Environment().database("DATABASE_URL", default="sqlite:///x")
    with pytest.raises(UnreadableSetting, match="such as smtp") as mail:
        Environment().mail_server("EMAIL_URL", default="filemail://")

    assert text not in f"{database.value} {mail.value}"


def test_an_empty_url_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", " ")
    monkeypatch.setenv("EMAIL_URL", "")

    assert Environment().database("DATABASE_URL", default="sqlite:///x")["NAME"] == "x"
    assert (
        Environment()
        .mail_server("EMAIL_URL", default="consolemail://")["EMAIL_BACKEND"]
        .endswith("console.EmailBackend")
    )


def test_every_number_in_the_settings_is_read_this_way() -> None:
    text = (Path(settings.BASE_DIR) / "storefront" / "settings.py").read_text()

    assert not re.findall(r"env\.(?:int|float|decimal)\(|\b(?:int|float)\(env", text)
