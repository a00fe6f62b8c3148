"""The Celery application: `celery -A storefront worker` and `celery -A storefront beat`.

With no broker configured (a bare `manage.py runserver`, most tests) tasks run in process.
"""

import os
from typing import Any

from celery import Celery, signals

from storefront.core.production import refuse_weakness
from storefront.observability import celery_signals, heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

app = Celery("storefront")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
celery_signals.connect()
heartbeat.connect()


def _refuse_weakness(**_: Any) -> None:
    refuse_weakness()


signals.celeryd_init.connect(_refuse_weakness)
signals.beat_init.connect(_refuse_weakness)
