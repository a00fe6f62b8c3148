"""Every address of the shop (interim: includes only the rooms that stand already)."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from storefront import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
for prefix, module in (("saleor/", "storefront.saleor.app.urls"), ("sandbox/", "storefront.sandbox.urls")):
    if find_spec(module.rpartition(".")[0]) and find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
rooms = []
for prefix, module in (
    ("", "storefront.catalog.urls"),
    ("cart/", "storefront.cart.urls"),
    ("checkout/", "storefront.checkout.urls"),
    ("account/", "storefront.accounts.urls"),
    ("", "education.urls"),
):
    if find_spec(module):
        rooms.append(path(prefix, include(module)))
urlpatterns += i18n_patterns(*rooms, path("", include(wagtail_urls)), prefix_default_language=False)
handler404 = "storefront.errors.not_found"
