"""The shop's own settings, but for what would only slow tests down or leave things behind."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="gradual-tests-"))

if os.environ.get("REDIS_URL"):
    # Parallel test processes share one Redis: each has a database of its own in it.
    server, _, number = os.environ["REDIS_URL"].rpartition("/")
    own = int(number) + int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{server}/{own}"

from storefront.settings import *  # noqa: F403
from storefront.settings import STATIC_ROOT, STORAGES

Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
# No manifest is built for tests: pages name the static files as they are.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# With a Redis named, only the tests that are about it use it: parallel tests would clear each other's cache.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
