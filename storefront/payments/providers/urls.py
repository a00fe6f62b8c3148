"""What Saleor and the providers call, under `/saleor/`, and the page of the dummy provider.

Included in the namespace `saleor` by storefront/urls.py.
"""

from django.urls import path

from storefront.payments.providers import dummy, views

urlpatterns = [
    path("test-payments/<uuid:page>/", dummy.page, name="test-payment"),
    path("payments/<slug:slug>/hook/", views.provider_webhook, name="payments-hook"),
    path("payments/<slug:slug>/manifest.json", views.manifest, name="payments"),
    path("payments/<slug:slug>/token/", views.token),
    path("payments/<slug:slug>/gateway/", views.gateway),
    path("payments/<slug:slug>/initialize/", views.initialize),
    path("payments/<slug:slug>/process/", views.process),
    path("payments/<slug:slug>/charge/", views.action),
    path("payments/<slug:slug>/refund/", views.action),
    path("payments/<slug:slug>/cancelation/", views.action),
]
