"""The interface of a payment provider, and what all providers share: their Saleor app, and reports to Saleor."""

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import validate_host
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storefront.payments.providers.messages import Request, Result, Session
from storefront.saleor import payments
from storefront.saleor.app.installation import app_credentials
from storefront.saleor.app.manifest import VERSION, Manifest, Webhook, subscription
from storefront.saleor.app.setup.install import install
from storefront.saleor.client import errors
from storefront.saleor.client.api import Credentials

logger = logging.getLogger(__name__)

APP_PERMISSIONS = ("HANDLE_PAYMENTS",)
# Saleor's sync event, and the name of its subscription, which is also the last part of the address it is sent to.
APP_WEBHOOKS = (
    ("PAYMENT_GATEWAY_INITIALIZE_SESSION", "gateway"),
    ("TRANSACTION_INITIALIZE_SESSION", "initialize"),
    ("TRANSACTION_PROCESS_SESSION", "process"),
    ("TRANSACTION_CHARGE_REQUESTED", "charge"),
    ("TRANSACTION_REFUND_REQUESTED", "refund"),
    ("TRANSACTION_CANCELATION_REQUESTED", "cancelation"),
)


class ProviderUnavailable(Exception):
    """The provider cannot be reached. Saleor gets HTTP 502, and sends requests again."""


class ProviderTimeout(Exception):
    """The answer comes later than Saleor waits for it. Only the dummy provider does so, on demand."""


class NotInstalled(errors.SaleorError):
    """The provider's app has no token: it is not installed in the configured Saleor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What has become of a payment: `type` is Saleor's TransactionEventTypeEnum, `amount` in major units.

    `reference` is the provider's name for the event; the same reference and type again is the same event. `actions` is
    what may be requested next; None leaves that unchanged.
    """

    transaction_id: str
    type: str
    reference: str
    amount: Decimal
    message: str = ""
    actions: tuple[str, ...] | None = None


class PaymentProvider(ABC):
    """One payment service behind one Saleor app.

    A provider is one module here with a subclass, one line in `registry.PROVIDERS`, and tests. Saleor may send
    everything twice, so `initialize`, `process` and `perform_action` must give the same answer again. They do not
    guess: what the service does not say for certain is still open. Money that is only reserved is
    AUTHORIZATION_SUCCESS, whatever was asked for.
    """

    slug: ClassVar[str]  # in the addresses of its app: /saleor/payments/<slug>/
    identifier: ClassVar[str]  # of its Saleor app; shoppers' requests call it the payment gateway
    app_name: ClassVar[str]  # for staff, in the Dashboard
    app_description: ClassVar[str]  # one sentence for staff
    shopper_name: ClassVar[str | Promise]  # on the payment page; a brand's name needs no translation
    shopper_text: ClassVar[str | Promise] = _("You pay on the service’s own page and come back here.")  # below it
    required_settings: ClassVar[tuple[str, ...]]  # the provider is enabled when all of them are set

    @property
    def is_enabled(self) -> bool:
        """Whether its settings are there. The addresses of a disabled provider do not exist."""
        return all(getattr(settings, name) for name in self.required_settings)

    @abstractmethod
    def initialize(self, session: Session) -> Result:
        """Begin a payment: answer success, failure, or where the shopper has to go (`redirect_result`).

        Raises ProviderUnavailable if the provider cannot be reached and nothing can have been paid.
        """

    @abstractmethod
    def process(self, session: Session) -> Result:
        """Answer what has become of the payment. `data.stop` says that the shopper gives up, if that is still possible.

        Saleor takes an error for a refusal, so raise ProviderUnavailable only if nothing can have been paid.
        """

    @abstractmethod
    def perform_action(self, request: Request) -> Result:
        """Charge, refund or cancel what was authorized or charged, wholly or in part. Raises ProviderUnavailable."""

    def handle_webhook(self, request: HttpRequest) -> HttpResponse:
        """Take what the provider posts to /saleor/payments/<slug>/hook/, after checking the provider's signature.

        What is posted is a hint: read again what it names, and give that to `pass_on`.
        """
        raise Http404

    def manifest(self, *, app_url: str) -> Manifest:
        """Return the manifest of its Saleor app, which Saleor reaches at `app_url` (with a slash at its end)."""
        return Manifest(
            id=self.identifier,
            name=self.app_name,
            version=VERSION,
            about=self.app_description,
            permissions=APP_PERMISSIONS,
            token_target_url=f"{app_url}token/",
            webhooks=tuple(
                Webhook(name=event, target_url=f"{app_url}{name}/", query=subscription(name), sync_events=(event,))
                for event, name in APP_WEBHOOKS
            ),
        )

    def install(self, public_url: str, *, staff: Credentials) -> str:
        """Install its app in Saleor, which reaches the shop at `public_url` (no slash at its end); return the app's ID.

        The provider must be enabled in that shop. Raises InstallationFailed and errors.SaleorError.
        """
        return install(
            self.identifier,
            name=self.app_name,
            manifest_url=f"{public_url}/saleor/payments/{self.slug}/manifest.json",
            permissions=APP_PERMISSIONS,
            staff=staff,
        )

    def report(self, report: Report) -> None:
        """Tell Saleor what has become of a payment; telling it twice changes nothing.

        Raises NotInstalled, MutationError (Saleor has another event with this reference) or another SaleorError.
        """
        credentials = app_credentials(self.identifier)
        if credentials is None:
            raise NotInstalled(f"{self.identifier} is not installed")
        payments.report(
            report.transaction_id,
            type=report.type,
            reference=report.reference,
            amount=report.amount,
            message=report.message,
            actions=report.actions,
            caller=credentials,
        )

    def pass_on(self, report: Report) -> None:
        """Report what a provider's webhook says; log what Saleor refuses, since sending it again would not help.

        Saleor refuses a transaction of another Saleor, or one that it knows otherwise. Raises NotInstalled or another
        SaleorError.
        """
        try:
            self.report(report)
        except errors.MutationError as refused:
            logger.error("saleor refuses a report about %s: %s", self.slug, ", ".join(sorted(refused.codes)))


def is_own_url(url: str) -> bool:
    """Tell whether the address leads to a host of this shop: a payment's page must lead nowhere else."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and validate_host(host, settings.ALLOWED_HOSTS)
