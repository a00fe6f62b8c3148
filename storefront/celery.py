"""The Celery application: `celery -A storefront worker` and `celery -A storefront beat`.

With no broker configured (a bare `manage.py runserver`, most tests) tasks run in process.
"""

import os

from celery import Celery

from storefront.observability import celery_signals, heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

app = Celery("storefront")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
celery_signals.connect()
heartbeat.connect()
