"""The Celery application: `celery -A storefront worker` and `celery -A storefront beat`.

With no broker configured (a bare `manage.py runserver`, most tests) tasks run in process.
"""

import logging
import os
from typing import Any

from celery import Celery, signals
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from storefront.core.production import refuse_weakness
from storefront.observability import celery_signals, heartbeat

logger = logging.getLogger(__name__)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

app = Celery("storefront")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
celery_signals.connect()
heartbeat.connect()


def _refuse_weakness(**_: Any) -> None:
    refuse_weakness()


def _compare_at_start(**_: Any) -> None:
    """Have the catalogue compared with Saleor. Beat is started once for each shop; without a broker it waits itself."""
    try:
        app.send_task("storefront.catalog.tasks.compare_at_start", retry=False)
    except (OperationalError, RedisError) as error:
        logger.warning("the catalogue is compared with the next beat: %s", type(error).__name__)


signals.celeryd_init.connect(_refuse_weakness)
signals.beat_init.connect(_refuse_weakness)
signals.beat_init.connect(_compare_at_start)
