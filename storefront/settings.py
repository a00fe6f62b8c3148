"""Settings: everything by environment, each with an embedded default (docs/settings.md lists them).

With nothing set: SQLite, an in-process cache, tasks in process, and the sandbox in Saleor's place.
"""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import SELF, UNSAFE_INLINE
from kombu import Exchange, Queue

from storefront.core.environment import Environment
from storefront.core.markets import parse_markets
from storefront.core.search_backends import search_backends
from storefront.payments.providers.gateway_settings import parse_gateways

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

VAR_DIR = Path(env("VAR_DIR", default="") or BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
HAS_SECRET_KEY = bool(SECRET_KEY)
# Earlier keys: what they encrypted and signed is still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not SECRET_KEY:
    # Without SECRET_KEY a key is created once and stored with the data. Production sets SECRET_KEY.
    key_file = VAR_DIR / "secret-key"
    if not key_file.exists():
        from django.core.management.utils import get_random_secret_key

        key_file.write_text(get_random_secret_key())
        key_file.chmod(0o600)
    SECRET_KEY = key_file.read_text()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env("PUBLIC_URL", default="http://127.0.0.1:8080")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Markets: language=channel/CURRENCY/COUNTRY/Label, the first is served without a prefix.
MARKETS = parse_markets(
    env(
        "MARKETS",
        default=(
            "en-gb=uk/GBP/GB/United Kingdom, en-us=us/USD/US/United States, "
            "en-ie=eu/EUR/IE/Ireland, de-de=eu/EUR/DE/Deutschland"
        ),
    )
)

# The markets, by language, whose products /feeds/<language>.xml gives to Google Merchant Center and others.
PRODUCT_FEEDS = env.list("PRODUCT_FEEDS", default=[])

# Whether the lowest price of the 30 days before a reduction is written to Saleor, as the variant's prior price.
SHARE_PRIOR_PRICES = env.bool("SHARE_PRIOR_PRICES", default=True)

# Saleor. With no address the sandbox answers, through the same HTTP client.
SALEOR_API_URL = env("SALEOR_API_URL", default="")

INSTALLED_APPS = [
    *([] if SALEOR_API_URL else ["storefront.sandbox"]),
    "storefront.core",
    "storefront.page_cache",
    "storefront.observability",
    "storefront.saleor",
    "storefront.merchant",
    "storefront.catalog",
    "storefront.emails",
    "storefront.payments",
    "storefront.cart",
    "storefront.checkout",
    "storefront.orders",
    "storefront.recalls",
    "storefront.accounts",
    "storefront.dashboard",
    "storefront.tools",
    "education",
    "education.comments",
    "education.search",
    "education.feedback",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "wagtail_2fa",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "storefront.core.coordination.wait_budget.wait_budget_middleware",
    "storefront.observability.request_id_middleware.route_name_middleware",
    "storefront.core.web.security_headers.security_headers_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "education.admin.sign_in.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "education.pages.routing.moved_page_middleware",
    "storefront.catalog.safety_rules.loading.SafetyRulesMiddleware",
]

# Widgets are rendered by the shop's templates, which replace inline scripts of Wagtail's (templates/wagtailadmin).
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "storefront.urls"
WSGI_APPLICATION = "storefront.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["storefront.core.web.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "storefront.core.web.context_processors.shop",
                "storefront.merchant.context_processors.merchant",
            ],
            "builtins": ["storefront.core.templatetags.shop"],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'gradual.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Several threads and a worker share one file: writers wait instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 3, **DATABASES["default"].get("OPTIONS", {})}  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": (
        {
            "BACKEND": "storefront.core.coordination.cache.FailOpenRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Celery on Redis; with no broker, tasks run in process after commit.
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "storefront.catalog.*": {"queue": "catalog"},
    "storefront.payments.*": {"queue": "orders"},
    "storefront.orders.*": {"queue": "orders"},
    "storefront.recalls.*": {"queue": "orders"},
    "storefront.emails.*": {"queue": "mail"},
}
# A worker takes from all of these unless -Q names some.
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("default", "catalog", "orders", "mail")
]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A task that runs longer than this would be given to a second worker; the longest may take an hour.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 7200, "socket_timeout": 5, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "refresh changed products": {"task": "storefront.catalog.tasks.refresh_marked", "schedule": 15.0},
    "judge products by changed rules": {"task": "storefront.catalog.tasks.judge_products", "schedule": 60.0},
    # What starts or ends at a known date does so within seconds.
    "look at the clock": {
        "task": "storefront.catalog.tasks.mark_scheduled_changes",
        "schedule": 2.0,
        "options": {"expires": 2.0},
    },
    # The task itself checks that ten minutes have passed. At the start beat asks at once (storefront/celery.py).
    "reconcile the catalogue": {"task": "storefront.catalog.tasks.reconcile_catalog", "schedule": 30.0},
    "sync the whole catalogue": {
        "task": "storefront.catalog.tasks.sync_catalog",
        "schedule": crontab(hour="3", minute="40"),
    },
    "share prior prices": {
        "task": "storefront.catalog.tasks.share_prior_prices",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "write product feeds": {
        "task": "storefront.catalog.tasks.write_feeds",
        "schedule": crontab(minute="35"),
        "options": {"expires": 3000.0},
    },
    "delete old prices": {
        "task": "storefront.catalog.tasks.delete_old_prices",
        "schedule": crontab(hour="4", minute="10"),
    },
    "send due emails": {
        "task": "storefront.emails.tasks.send_due_emails",
        "schedule": 30.0,
        "options": {"expires": 30.0},  # a worker that was down runs it once, not once per missed interval
    },
    "answer guest lookups and note withdrawals": {
        "task": "storefront.orders.tasks.queue_due",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "write to the buyers of recalled products": {
        "task": "storefront.recalls.tasks.queue_due",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "delete refused and withdrawn comments": {
        "task": "education.comments.tasks.delete_old_comments",
        "schedule": crontab(hour="4", minute="20"),
    },
    "delete expired sessions": {
        "task": "storefront.core.tasks.delete_expired_sessions",
        "schedule": crontab(minute="50"),
    },
    "delete old payments": {
        "task": "storefront.payments.tasks.delete_old_payments",
        "schedule": crontab(hour="4", minute="30"),
    },
    "delete old records of the admin": {
        "task": "education.tasks.delete_old_admin_records",
        "schedule": crontab(hour="4", minute="40"),
    },
    "publish scheduled pages": {"task": "education.tasks.publish_scheduled", "schedule": 60.0},
    "remind editors of due reviews": {
        "task": "education.tasks.remind_of_reviews",
        "schedule": crontab(hour="6", minute="10"),
    },
    "process due payment attempts": {"task": "storefront.payments.tasks.process_due_attempts", "schedule": 30.0},
}

# Saleor's API URL as it appears in its webhooks, where it differs from SALEOR_API_URL (containers).
SALEOR_OWN_API_URL = env("SALEOR_OWN_API_URL", default=SALEOR_API_URL)
WEBHOOK_MAX_BYTES = 1024 * 1024
# The only origins that may show the dashboard pages in a frame, such as https://dashboard.example.
SALEOR_DASHBOARD_ORIGINS = env.list("SALEOR_DASHBOARD_ORIGINS", default=[])
SALEOR_QUERY_TIMEOUT = env.seconds("SALEOR_QUERY_TIMEOUT", default=5.0)
SALEOR_COMMAND_TIMEOUT = env.seconds("SALEOR_COMMAND_TIMEOUT", default=20.0)
# Threads of each web process, by granian's own variable. A quarter of them never waits for Saleor.
WEB_THREADS = env.whole_number("GRANIAN_BLOCKING_THREADS", default=8, least=1)
# Payment gateways that a shopper may be offered, by Saleor app identifier, in order, everywhere or by market.
PAYMENT_GATEWAYS = parse_gateways(
    env("PAYMENT_GATEWAYS", default="gradual.test-payments"), languages=[market.language for market in MARKETS]
)
# Alert an operator (metric and error log) when money is held for this long without an order.
CHARGE_WITHOUT_ORDER_MINUTES = env.whole_number("CHARGE_WITHOUT_ORDER_MINUTES", default=15, least=1)
# A public demo or staging shop: the sandbox and test payments are allowed although others can reach it.
TEST_SHOP = env.bool("TEST_SHOP", default=False)
# Whether the dummy payment provider is available. It moves no money: keep it off in production.
TEST_PAYMENTS = env.bool("TEST_PAYMENTS", default=DEBUG or not SALEOR_API_URL)
# Mollie is available when its key is set, Stripe when both of its keys are.
MOLLIE_API_KEY = env("MOLLIE_API_KEY", default="")
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
# The number of trusted proxies in front of the shop that append to X-Forwarded-For.
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", default=0)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
# Whether editors need a second factor: a code from an authenticator app.
WAGTAIL_2FA_REQUIRED = env.bool("ADMIN_SECOND_FACTOR", default=PUBLIC_URL.startswith("https://"))
OTP_TOTP_ISSUER = WAGTAIL_SITE_NAME = urlsplit(PUBLIC_URL).hostname or PUBLIC_URL

# Languages are markets; Wagtail writes in a subset of them.
LANGUAGE_CODE = MARKETS[0].language
LANGUAGES = [(market.language, market.label) for market in MARKETS]
WAGTAIL_I18N_ENABLED = True
# The languages of guides as `code=Name`; the first is the original.
CONTENT_LANGUAGES = [
    (code.strip().lower(), name.strip())
    for code, _, name in (
        entry.partition("=")
        for entry in env("CONTENT_LANGUAGES", default="en-gb=English (UK), de-de=Deutsch").split(",")
    )
]
# The language of names, descriptions and attribute values in Saleor.
CATALOGUE_LANGUAGE = env("CATALOGUE_LANGUAGE", default="en")
LOCALE_PATHS = [BASE_DIR / "storefront" / "locale"]
WAGTAIL_CONTENT_LANGUAGES = [entry for entry in CONTENT_LANGUAGES if entry[0] in dict(LANGUAGES)] or [
    (LANGUAGE_CODE, MARKETS[0].label)
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Europe/London")

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default="") or VAR_DIR / "static")
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "storefront" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# The form of a guide with six stages has some 1,200 fields; Django's default limit is 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILADMIN_BASE_URL = PUBLIC_URL
# Site search in the database, or in the service of SEARCH_URL (storefront/core/search_backends.py).
WAGTAILSEARCH_BACKENDS = search_backends(env("SEARCH_URL", default=""))
WAGTAILIMAGES_IMAGE_MODEL = "education.GuideImage"
# No SVG, which can contain scripts, and no animations.
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000  # a small file can decompress into a very large image
WAGTAIL_FINISH_WORKFLOW_ACTION = "education.admin.approval.publish_approved"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

EMAIL_CONFIG = env.mail_server("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 30  # seconds, for each step of the SMTP dialogue
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="shop@shop.example")

# Privacy and transport. Origin headers must survive our own forms, so `same-origin` and not `no-referrer`
# (docs/decisions/0003-forms-on-cached-pages.md).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_ENGINE = "storefront.core.sessions.backend"
SESSION_SERIALIZER = "storefront.core.sessions.backend.EncryptingSerializer"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
# Messages are kept on the server, since they may mention the cart.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
HTTPS = PUBLIC_URL.startswith("https://")
# Browsers take a cookie of this prefix only over https, for this host and the whole site: no other host can set it.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}gradual_session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}gradual_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Not for browsers' preload lists: an entry stays for months after a domain changes hands.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Health checks, scrapes and Saleor's webhooks may come from the same network, without the proxy.
SECURE_SSL_REDIRECT = bool(SECURE_PROXY_SSL_HEADER)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^saleor/"]
CSRF_FAILURE_VIEW = "storefront.core.web.views.csrf_failure"
# Pictures may come from Saleor's media host; nothing else may come from another host.
SALEOR_MEDIA_ORIGINS = env.list("SALEOR_MEDIA_ORIGINS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *SALEOR_MEDIA_ORIGINS],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# The admin's differences: Wagtail writes style attributes, and shows uploads before they are sent.
ADMIN_CONTENT_SECURITY_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *SALEOR_MEDIA_ORIGINS],
}

# The bearer token for /metrics. Without it only this machine can read it.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# The folder where processes share their counts (storefront/core/metrics.py), which /metrics adds up.
METRICS_DIR = env("PROMETHEUS_MULTIPROC_DIR", default="")
# The endpoint for traces (storefront/observability/traces.py), and the service name.
OTEL_ENDPOINT = env("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
OTEL_SERVICE_NAME = env("OTEL_SERVICE_NAME", default="gradual")
# The heartbeat file of a worker or beat; each process needs its own.
SIGN_OF_LIFE = env("SIGN_OF_LIFE", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "storefront.observability.logs.PlainFormatter"},
        "json": {"()": "storefront.observability.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env("LOG_FORMAT", default="plain"),
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # Django would email requests to ADMINS
        # Granian's own lines are formatted as ours; its access log would hold paths and is never written.
        "_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "celery": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "opensearch": {"level": "WARNING"},  # it would log every search, as Elasticsearch's client would
        "elasticsearch": {"level": "WARNING"},
        "elastic_transport": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},  # it would log rejected requests, keys included
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django.server": {"level": "WARNING"},
    },
}
