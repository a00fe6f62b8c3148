"""Every address of the shop. A market other than the first lives under its language: `/en-us/shop/`."""

from csp.decorators import csp_replace
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index, sitemap
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from education.admin.sign_in import AdminLoginView, AdminPasswordResetView, SecondFactorView
from education.seo.sitemaps import GuideSitemap
from education.seo.social_images import page_picture
from storefront.catalog.feed.views import feed
from storefront.catalog.pages.seo import shop_sitemaps
from storefront.core.web import views
from storefront.dashboard import urls as dashboard_urls
from storefront.merchant.branding.views import stylesheet
from storefront.observability import health_views, metrics_view
from storefront.payments.providers import urls as payment_urls
from storefront.saleor.app import urls as saleor_app_urls
from storefront.tools.seo import tool_sitemaps

# Everything that Saleor and the payment providers call has one namespace.
SALEOR_URLS = [*saleor_app_urls.urlpatterns, *payment_urls.urlpatterns, *dashboard_urls.urlpatterns]

# The admin has its own Content-Security-Policy, and its own pages in place of some of Wagtail's.
ADMIN_URLS = decorate_urlpatterns(
    [
        path("login/", AdminLoginView.as_view(), name="wagtailadmin_login"),
        path("password_reset/", AdminPasswordResetView.as_view(), name="wagtailadmin_password_reset"),
        path("2fa/auth", SecondFactorView.as_view(), name="wagtail_2fa_auth"),
        *wagtailadmin_urls.urlpatterns,
    ],
    csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY),
)

for_an_hour = cache_control(public=True, max_age=60 * 60)

SITEMAPS = {"guides": GuideSitemap, **shop_sitemaps(), **tool_sitemaps()}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health_views.healthz, name="healthz"),
    path("readyz", health_views.readyz, name="readyz"),
    path("metrics", metrics_view.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", for_an_hour(index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path(
        "sitemap-<section>.xml",
        for_an_hour(sitemap),
        {"sitemaps": SITEMAPS, "template_name": "sitemap.xml"},
        name="sitemap",
    ),
    path("feeds/<slug:language>.xml", feed, name="feed"),
    path("pictures/<number:pk>.png", page_picture, name="page-picture"),
    path("favicon.ico", for_an_hour(RedirectView.as_view(url=f"{settings.STATIC_URL}icon.svg"))),
    path("brand-<slug:version>.css", stylesheet, name="brand-stylesheet"),
    path("media/", include("education.images.urls")),
    path("desk/", include(ADMIN_URLS)),
    path("documents/", include(wagtaildocs_urls)),
    path("saleor/", include((SALEOR_URLS, "saleor"))),
]
if not settings.SALEOR_API_URL:
    urlpatterns.append(path("sandbox/", include("storefront.sandbox.urls")))

urlpatterns += i18n_patterns(
    path("", include("storefront.catalog.urls")),
    path("", include("storefront.tools.urls")),
    path("cart/", include("storefront.cart.urls")),
    path("checkout/", include("storefront.checkout.urls")),
    path("", include("storefront.orders.urls")),
    path("account/", include("storefront.accounts.urls")),
    path("recalls/", include("storefront.recalls.urls")),
    path("legal/", include("storefront.merchant.policies.urls")),
    path("letters/", include("storefront.emails.urls")),
    path("", include("education.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "storefront.core.web.views.bad_request"
handler403 = "storefront.core.web.views.forbidden"
handler404 = "storefront.core.web.views.not_found"
handler500 = "storefront.core.web.views.server_error"
