"""The shop as an app of a real Saleor: installed by staff, its token proved and kept."""

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from storefront.saleor.app.installation import app_credentials
from storefront.saleor.app.manifest import SHOP_ID
from storefront.saleor.app.setup.install import InstallationFailed, find, install_shop, uninstall
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.models import AppInstallation
from storefront.saleor.types.address import Channel
from tests.live_support import STAFF_EMAIL, STAFF_PASSWORD

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]


def test_installing_keeps_a_token_that_works_and_installing_again_replaces_it(
    live_server: LiveServer, staff: Credentials
) -> None:
    command = {"email": STAFF_EMAIL, "password": STAFF_PASSWORD, "public_url": live_server.url, "shop_only": True}
    call_command("install_app", **command)
    first = find(SHOP_ID, staff=staff)
    call_command("install_app", **command)
    second = find(SHOP_ID, staff=staff)

    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert AppInstallation.objects.get().app_id == second.id
    caller = app_credentials()
    assert caller is not None
    assert caller.token is not None
    assert caller.token not in AppInstallation.objects.get().encrypted_token
    assert api.query_or_none("Channel", Channel, slug="default-channel", caller=caller) is not None
    uninstall(SHOP_ID, staff=staff)


def test_an_address_where_no_shop_answers_is_an_installation_that_failed(staff: Credentials) -> None:
    with pytest.raises(InstallationFailed):
        install_shop("http://127.0.0.1:59999", staff=staff)
