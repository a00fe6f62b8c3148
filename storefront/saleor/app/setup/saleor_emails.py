"""Switch off Saleor's own emails to shoppers, who would get every email twice, once with product names."""

from collections.abc import Collection

import msgspec

from storefront.saleor.app.installation import OPERATIONS_DIR
from storefront.saleor.client import api
from storefront.saleor.client.api import Credentials
from storefront.saleor.schema.operations import operations

PLUGIN = "mirumee.notifications.user_email"


class _Channel(msgspec.Struct, frozen=True):
    id: str
    slug: str


class _Configuration(msgspec.Struct, frozen=True, rename="camel"):
    active: bool
    channel: _Channel | None = None


class _Plugin(msgspec.Struct, frozen=True, rename="camel"):
    channel_configurations: tuple[_Configuration, ...] = ()


class _Nothing(msgspec.Struct, frozen=True):
    """A payload of which only the errors matter."""


def disable_saleor_emails(channels: Collection[str], *, staff: Credentials) -> tuple[str, ...]:
    """Switch off Saleor's emails in these channels (slugs), and return the channels where they were on.

    `staff` needs MANAGE_PLUGINS. Raises SaleorError.
    """
    found = operations(OPERATIONS_DIR)
    plugin = api.execute(found["OwnMails"], _Plugin | None, {"plugin": PLUGIN}, caller=staff)  # type: ignore[arg-type]
    switched = []
    for configuration in plugin.channel_configurations if plugin else ():
        channel = configuration.channel
        if configuration.active and channel is not None and channel.slug in channels:
            asked = {"plugin": PLUGIN, "channel": channel.id}
            api.execute(found["SwitchOff"], _Nothing, asked, caller=staff)
            switched.append(channel.slug)
    return tuple(switched)
