"""Mails to shoppers, sent by Celery. Subjects and preheaders never name a product."""

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from storefront.saleor import errors, orders

_ONCE_FOR = 7 * 24 * 60 * 60  # seconds that a sent mail is remembered, so that a task run twice mails once


@shared_task(autoretry_for=(errors.Unavailable, OSError), retry_backoff=5, retry_jitter=True, max_retries=8)
def send_order_placed(order_id: str, *, language: str, once: str) -> None:
    """Tell the shopper that the order is placed, in the market's `language`.

    The order is read anew from Saleor; `once` is any key of the order that is no secret, under which one mail is sent.
    """
    if not cache.add(f"mail:order-placed:{once}", 1, timeout=_ONCE_FOR):
        return
    try:
        order = orders.get(order_id)
        if order is None or not order.user_email:
            return
        with override(language):
            context = {"order": order, "shop_url": settings.PUBLIC_URL}
            mail = EmailMultiAlternatives(
                subject=_("Your order %(number)s is placed") % {"number": order.number},
                body=render_to_string("mail/order_placed.txt", context),
                to=[order.user_email],
            )
            mail.attach_alternative(render_to_string("mail/order_placed.html", context), "text/html")
        mail.send()
    except (errors.SaleorError, OSError):
        cache.delete(f"mail:order-placed:{once}")
        raise
