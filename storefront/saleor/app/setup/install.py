"""Installing one of our apps in Saleor, as a member of staff would in the Dashboard; an older one is replaced."""

import time
from collections.abc import Iterator

import msgspec

from storefront.saleor.app.installation import OPERATIONS_DIR
from storefront.saleor.app.manifest import PERMISSIONS, SHOP_ID
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations
from storefront.saleor.types.base import Page

POLL_SECONDS = 0.25


class InstallationFailed(Exception):
    """Saleor did not install the app; the text is what it says of it."""


class Installed(msgspec.Struct, frozen=True, rename="camel"):
    """An app as Saleor holds it."""

    id: str
    identifier: str | None
    is_active: bool | None


class _Installation(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    status: str
    manifest_url: str
    message: str | None = None


class _Ref(msgspec.Struct, frozen=True):
    id: str


class _Begun(msgspec.Struct, frozen=True, rename="camel"):
    app_installation: _Ref


class _Nothing(msgspec.Struct, frozen=True):
    """A payload of which only the errors matter."""


def install_shop(public_url: str, *, staff: Credentials) -> str:
    """Install the shop's app from the shop that Saleor reaches at `public_url` (no slash at its end): the app's id."""
    manifest_url = f"{public_url}/saleor/manifest.json"
    return install(SHOP_ID, name="Gradual", manifest_url=manifest_url, permissions=PERMISSIONS, staff=staff)


def install(
    identifier: str,
    *,
    name: str,
    manifest_url: str,
    permissions: tuple[str, ...],
    staff: Credentials,
    patience: float = 60,
) -> str:
    """Install the app whose manifest Saleor finds at `manifest_url` and answer its id once it is active.

    An app of the same identifier is removed first. `patience` is in seconds. Raises InstallationFailed, SaleorError.
    """
    uninstall(identifier, staff=staff)
    for stale in _installations(staff):
        if stale.manifest_url == manifest_url and stale.status == "FAILED":
            _do("ForgetInstallation", _Nothing, staff, id=stale.id)
    asked = {
        "appName": name,
        "manifestUrl": manifest_url,
        "activateAfterInstallation": True,
        "permissions": permissions,
    }
    begun = _do("InstallApp", _Begun, staff, input=asked).app_installation.id
    _wait_for(begun, staff, patience)
    app = find(identifier, staff=staff)
    if app is None or not app.is_active:
        raise InstallationFailed("Saleor says that it is done, but the app is not there.")
    return app.id


def find(identifier: str, *, staff: Credentials) -> Installed | None:
    """The app of this identifier that Saleor holds now."""
    return next((app for app in _apps(staff) if app.identifier == identifier), None)


def uninstall(identifier: str, *, staff: Credentials) -> None:
    """Remove the app, if it is there."""
    app = find(identifier, staff=staff)
    if app is not None:
        _do("DeleteApp", _Nothing, staff, id=app.id)


def _wait_for(installation_id: str, staff: Credentials, patience: float) -> None:
    """Until Saleor's worker is through with it: an installation that succeeded is gone from the list."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = next((entry for entry in _installations(staff) if entry.id == installation_id), None)
        if found is None or found.status == "SUCCESS":
            return
        if found.status == "FAILED":
            _do("ForgetInstallation", _Nothing, staff, id=found.id)
            raise InstallationFailed(found.message or "Saleor does not say why.")
        time.sleep(POLL_SECONDS)
    raise InstallationFailed(f"Saleor is not done after {patience:.0f} seconds: is its worker running?")


def _apps(staff: Credentials) -> Iterator[Installed]:
    after: str | None = None
    while True:
        page = _do("InstalledApps", Page[Installed], staff, first=100, after=after)
        yield from page.nodes
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def _installations(staff: Credentials) -> tuple[_Installation, ...]:
    return _do("Installations", tuple[_Installation, ...], staff)


def _do(name: str, answer: type[api.T], staff: Credentials, **variables: object) -> api.T:
    return api.execute(operations(OPERATIONS_DIR)[name], answer, variables, caller=staff)
