"""The WSGI application that granian (or any WSGI server) serves: Django, with the page cache in front of it."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

django_application = get_wsgi_application()

from storefront import celery_app  # noqa: E402
from storefront.core.coordination.enqueue import fail_fast  # noqa: E402
from storefront.core.production import refuse_weakness  # noqa: E402
from storefront.observability import traces  # noqa: E402
from storefront.observability.request_id_middleware import RequestIdMiddleware  # noqa: E402
from storefront.page_cache.wsgi import PageCache  # noqa: E402  (models need Django set up first)
from storefront.saleor.app.system_checks import warn_of_missing_token  # noqa: E402
from storefront.saleor.client.concurrency import call_limit  # noqa: E402

refuse_weakness()
warn_of_missing_token()
traces.start_tracing()
fail_fast(celery_app, seconds=0.5)
call_limit.set_places(settings.WEB_THREADS)
application = RequestIdMiddleware(PageCache(django_application))

# What is loaded stays. Searching it for garbage, again and again, takes a tenth of a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
