"""The shop's settings for tests: without what would only slow them down or leave files behind."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="gradual-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
elif "PYTEST_XDIST_WORKER" in os.environ and os.environ["PYTEST_XDIST_WORKER"] not in Path(os.environ["VAR_DIR"]).parts:
    # Parallel test processes do not share files.
    os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"]) / os.environ["PYTEST_XDIST_WORKER"])
# The same in every run, because a kept database holds what was encrypted with it (tests/snapshot.py).
os.environ.setdefault("SECRET_KEY", "only-for-tests")

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
# A session that holds a key that storefront.core.sessions.keys does not list fails the test.
SESSION_ENGINE = "tests.strict_sessions"
