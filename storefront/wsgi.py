"""The WSGI application that granian (or any WSGI server) serves: Django, with ready pages before it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

django_application = get_wsgi_application()

from storefront import celery_app  # noqa: E402
from storefront.queueing import give_up_after  # noqa: E402
from storefront.ready.pages import ReadyPages  # noqa: E402  (models need Django set up first)
from storefront.seeing import traces  # noqa: E402
from storefront.seeing.entrance import Entrance  # noqa: E402

traces.begin()
give_up_after(celery_app, seconds=0.5)
application = Entrance(ReadyPages(django_application))
