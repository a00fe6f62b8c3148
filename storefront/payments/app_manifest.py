"""Who a payment app of ours is, in the form in which Saleor reads it (an app manifest)."""

from storefront.payments.providers.base import PaymentProvider
from storefront.saleor.app.manifest import VERSION, Manifest, Webhook, subscription

# Saleor's sync event, and the last part of the address it is sent to: also its subscription's name.
WEBHOOKS = (
    ("PAYMENT_GATEWAY_INITIALIZE_SESSION", "gateway"),
    ("TRANSACTION_INITIALIZE_SESSION", "initialize"),
    ("TRANSACTION_PROCESS_SESSION", "process"),
    ("TRANSACTION_CHARGE_REQUESTED", "charge"),
    ("TRANSACTION_REFUND_REQUESTED", "refund"),
    ("TRANSACTION_CANCELATION_REQUESTED", "cancelation"),
)
PERMISSIONS = ("HANDLE_PAYMENTS",)


def payments_manifest(service: PaymentProvider, *, app_url: str) -> Manifest:
    """The service's app, reached by Saleor under `app_url` (with a slash at its end)."""
    return Manifest(
        id=service.identifier,
        name=service.title,
        version=VERSION,
        about=service.about,
        permissions=PERMISSIONS,
        token_target_url=f"{app_url}token/",
        webhooks=tuple(
            Webhook(
                name=event,
                target_url=f"{app_url}{subject}/",
                query=subscription(subject),
                sync_events=(event,),
            )
            for event, subject in WEBHOOKS
        ),
    )
