"""What the merchant states in the admin, one record per market."""

from typing import ClassVar

from django.db import models


class MerchantProfile(models.Model):
    """Who sells in one market, as the merchant states it. An empty field is not stated."""

    market = models.CharField(max_length=20, unique=True)

    trading_name = models.CharField(max_length=120, blank=True)
    legal_name = models.CharField(max_length=200, blank=True)
    legal_form = models.CharField(max_length=120, blank=True)
    represented_by = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    domain = models.CharField(max_length=253, blank=True)

    register_name = models.CharField(max_length=120, blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    vat_number = models.CharField(max_length=30, blank=True)
    eori_number = models.CharField(max_length=30, blank=True)
    weee_number = models.CharField(max_length=40, blank=True)
    battery_number = models.CharField(max_length=40, blank=True)
    packaging_number = models.CharField(max_length=40, blank=True)
    uk_responsible_person = models.TextField(blank=True)
    eu_responsible_person = models.TextField(blank=True)
    supervisory_authority = models.TextField(blank=True)
    arbitration_body = models.TextField(blank=True)

    statement_name = models.CharField(max_length=22, blank=True)
    service_phone = models.CharField(max_length=40, blank=True)
    payment_means = models.CharField(max_length=200, blank=True)

    delivery_countries = models.CharField(max_length=500, blank=True)
    delivery_cost_text = models.CharField(max_length=300, blank=True)
    free_delivery_from = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    delivery_days_min = models.PositiveSmallIntegerField(null=True, blank=True)
    delivery_days_max = models.PositiveSmallIntegerField(null=True, blank=True)
    ships_from = models.CharField(max_length=2, blank=True)
    return_address = models.TextField(blank=True)
    return_days = models.PositiveSmallIntegerField(null=True, blank=True)
    has_age_step = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["market"]

    def __str__(self) -> str:
        return self.market
