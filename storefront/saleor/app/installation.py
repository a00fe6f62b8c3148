"""The tokens that Saleor gives to the shop's apps: verified before they are stored, and stored encrypted."""

from pathlib import Path
from typing import TypeVar

import msgspec
from django.conf import settings

from storefront.core.crypto import DecryptionError, decrypt, encrypt
from storefront.core.registry import app_token_issuer
from storefront.saleor.app.manifest import SHOP_ID, shop_manifest
from storefront.saleor.client import api, errors
from storefront.saleor.client.api import ANONYMOUS, Credentials
from storefront.saleor.models import AppInstallation
from storefront.saleor.schema.operations import operations

T = TypeVar("T", bound=msgspec.Struct)
OPERATIONS_DIR = Path(__file__).parent  # app.graphql is not part of the storefront's contract


class TokenRefused(Exception):
    """A token that must not be stored; the text says why, without the token."""


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
    def subscription(self) -> tuple[frozenset[str], str | None]:
        """The events and the query that it subscribes to."""
        return frozenset(event.event_type for event in self.async_events), self.subscription_query


class _InstalledApp(msgspec.Struct, frozen=True):
    webhooks: tuple[_Webhook, ...] | None


def take_token(token: str, *, api_url: str, identifier: str = SHOP_ID) -> AppInstallation:
    """Store the token of the app with this identifier, replacing an earlier one.

    The post that brings it is not signed, so it is accepted only from the configured Saleor (`api_url` is what the post
    says) and after that Saleor confirmed that the token is the app's. Raises TokenRefused or Unavailable.
    """
    if not settings.SALEOR_API_URL or api_url != settings.SALEOR_OWN_API_URL:
        raise TokenRefused("The token is for another Saleor than the configured one.")
    app = _whose(token)
    if app is None or app.identifier != identifier:
        raise TokenRefused("Saleor does not know the token as this app's.")
    installation, _ = AppInstallation.objects.update_or_create(
        api_url=api_url,
        identifier=identifier,
        defaults={"app_id": app.id, "encrypted_token": encrypt(token)},
    )
    return installation


def installed(identifier: str = SHOP_ID) -> AppInstallation | None:
    """Return the app in the configured Saleor as last known; `token_works` says whether it is still installed."""
    if not settings.SALEOR_API_URL:
        return None
    return AppInstallation.objects.filter(api_url=settings.SALEOR_OWN_API_URL, identifier=identifier).first()


def token_works() -> bool:
    """Return whether Saleor accepts the token as this app's. Raises Unavailable."""
    caller = app_credentials()
    app = _whose(caller.token) if caller and caller.token else None
    return app is not None and app.identifier == SHOP_ID


def app_credentials(identifier: str = SHOP_ID) -> Credentials | None:
    """Return the credentials of this app at the configured Saleor; None when not installed or SECRET_KEY was lost.

    In the sandbox every app is installed, with a token that the same process can verify.
    """
    if not settings.SALEOR_API_URL:
        return Credentials(token=app_token_issuer.only(identifier))
    kept = installed(identifier)
    if kept is None:
        return None
    try:
        return Credentials(token=decrypt(kept.encrypted_token))
    except DecryptionError:
        return None


def is_installed() -> bool:
    """Return whether the shop is installed in the configured Saleor, as last known. The sandbox needs no app."""
    return not settings.SALEOR_API_URL or app_credentials() is not None


def is_current() -> bool:
    """Return whether the installed app subscribes to what this version's manifest asks for. Raises SaleorError."""
    raw = api.execute(operations(OPERATIONS_DIR)["OwnWebhooks"], msgspec.Raw, {}, caller=app_credentials() or ANONYMOUS)
    app = read_answer(raw, _InstalledApp)
    active = {webhook.subscription for webhook in app.webhooks or () if webhook.is_active} if app else set()
    return active == {
        (frozenset(webhook.async_events), webhook.query) for webhook in shop_manifest(app_url="").webhooks
    }


def _whose(token: str) -> _App | None:
    """Return the identifier of the token's app, or None for an invalid token."""
    try:
        raw = api.execute(operations(OPERATIONS_DIR)["OwnApp"], msgspec.Raw, {}, caller=Credentials(token=token))
    except (errors.NotAllowed, errors.TokenExpired, errors.BadRequest):
        return None
    return read_answer(raw, _App)


def read_answer(raw: msgspec.Raw, kind: type[T]) -> T | None:
    """Decode the root field of an operation that is not in the contract; None if it is null. Raises Unavailable."""
    try:
        return msgspec.json.decode(raw, type=kind | None)
    except msgspec.DecodeError as error:
        raise errors.Unavailable("Saleor's answer does not read") from error
