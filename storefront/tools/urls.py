"""Addresses of the tools."""

from django.urls import path

from storefront.tools.compare import views as compare
from storefront.tools.first_toy import views as first_toy
from storefront.tools.help_now import views as help_now
from storefront.tools.matcher import views as matcher
from storefront.tools.not_sold import views as not_sold
from storefront.tools.size_chart import views as size_chart

app_name = "tools"

urlpatterns = [
    path("what-goes-with-what/", matcher.goes_with, name="goes_with"),
    path("what-goes-with-what/cart/", matcher.goes_with_cart, name="goes_with_cart"),
    path("first-toy/", first_toy.first_toy, name="first_toy"),
    path("help-now/", help_now.help_now, name="help_now"),
    path("help-now/worker.js", help_now.worker, name="help_worker"),
    path("compare/", compare.compare_products, name="compare"),
    path("sizes/", size_chart.size_chart, name="size_chart"),
    path("what-we-do-not-sell/", not_sold.not_sold, name="not_sold"),
]
