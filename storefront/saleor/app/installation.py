"""The tokens that Saleor gives our apps: taken only when they prove themselves, and kept encrypted with SECRET_KEY."""

from pathlib import Path
from typing import TypeVar

import msgspec
from django.conf import settings
from django.core import signing

from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.saleor import api, errors
from storefront.saleor.api import ANONYMOUS, Credentials
from storefront.saleor.app.manifest import SHOP_ID, shop_manifest
from storefront.saleor.models import AppInstallation
from storefront.saleor.operations import operations

T = TypeVar("T", bound=msgspec.Struct)
SANDBOX_TOKENS = "sandbox.app"
OPERATIONS_DIR = Path(__file__).parent  # app.graphql: no part of the storefront's contract


class TokenRefused(Exception):
    """A token was handed to us that we must not take; the text says why, without naming it."""


class _App(msgspec.Struct, frozen=True):
    id: str
    identifier: str | None = None


class _Event(msgspec.Struct, frozen=True, rename="camel"):
    event_type: str


class _Webhook(msgspec.Struct, frozen=True, rename="camel"):
    is_active: bool
    async_events: tuple[_Event, ...]
    subscription_query: str | None = None

    @property
    def said(self) -> tuple[frozenset[str], str | None]:
        """What it tells of, and how."""
        return frozenset(event.event_type for event in self.async_events), self.subscription_query


class _Told(msgspec.Struct, frozen=True):
    webhooks: tuple[_Webhook, ...] | None


def take_token(token: str, *, api_url: str, identifier: str = SHOP_ID) -> AppInstallation:
    """Keep the token of our app of this identifier, replacing the one before.

    The post that brings it is not signed, so it is taken only for the configured Saleor (`api_url` is what the
    post says), and once that Saleor, asked with it, answers that it is that app's. Raises TokenRefused or Unavailable.
    """
    if not settings.SALEOR_API_URL or api_url != settings.SALEOR_OWN_API_URL:
        raise TokenRefused("The token is for another Saleor than the configured one.")
    app = _whose(token)
    if app is None or app.identifier != identifier:
        raise TokenRefused("Saleor does not know the token as this app's.")
    installation, _ = AppInstallation.objects.update_or_create(
        api_url=api_url,
        identifier=identifier,
        defaults={"app_id": app.id, "sealed_token": encrypt(token)},
    )
    return installation


def installed(identifier: str = SHOP_ID) -> AppInstallation | None:
    """Our app in the configured Saleor, as far as we know: whether the shop's is still there, `token_works` says."""
    if not settings.SALEOR_API_URL:
        return None
    return AppInstallation.objects.filter(api_url=settings.SALEOR_OWN_API_URL, identifier=identifier).first()


def token_works() -> bool:
    """Whether Saleor, asked with our token, answers that it is our app's. Raises Unavailable."""
    caller = app_credentials()
    app = _whose(caller.token) if caller and caller.token else None
    return app is not None and app.identifier == SHOP_ID


def app_credentials(identifier: str = SHOP_ID) -> Credentials | None:
    """Our app of this identifier as a caller of the configured Saleor; None when not installed, or SECRET_KEY was lost.

    In the sandbox every app of ours is installed: its token is one that the same process can verify.
    """
    if not settings.SALEOR_API_URL:
        return Credentials(token=sandbox_token(identifier))
    kept = installed(identifier)
    if kept is None:
        return None
    try:
        return Credentials(token=decrypt(kept.sealed_token))
    except DecryptionError:
        return None


def is_installed() -> bool:
    """Whether the shop is an app of the configured Saleor, as far as we know. The sandbox needs none."""
    return not settings.SALEOR_API_URL or app_credentials() is not None


def is_current() -> bool:
    """Whether Saleor tells our app of what this version's manifest asks for. Raises SaleorError."""
    raw = api.execute(operations(OPERATIONS_DIR)["OwnWebhooks"], msgspec.Raw, {}, caller=app_credentials() or ANONYMOUS)
    told = _read(raw, _Told)
    there = {webhook.said for webhook in told.webhooks or () if webhook.is_active} if told else set()
    return there == {(frozenset(webhook.async_events), webhook.query) for webhook in shop_manifest(app_url="").webhooks}


def sandbox_token(identifier: str = SHOP_ID) -> str:
    """Our app's token in the sandbox; worthless at any real Saleor."""
    return signing.dumps(identifier, salt=SANDBOX_TOKENS)


def _whose(token: str) -> _App | None:
    """Whose token it is, by Saleor's own word; None when it is nobody's."""
    try:
        raw = api.execute(operations(OPERATIONS_DIR)["OwnApp"], msgspec.Raw, {}, caller=Credentials(token=token))
    except (errors.NotAllowed, errors.TokenExpired, errors.BadRequest):
        return None
    return _read(raw, _App)


def _read(raw: msgspec.Raw, kind: type[T]) -> T | None:
    """What Saleor says of the app that asks; None when there is none."""
    try:
        return msgspec.json.decode(raw, type=kind | None)
    except msgspec.DecodeError as error:
        raise errors.Unavailable("Saleor's answer does not read") from error
