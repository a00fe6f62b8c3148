"""Customers and postal addresses."""

from django.db import models
from django.utils import timezone


class Customer(models.Model):
    """A shopper with an account. `password` is a Django hash; changing `token_key` invalidates every session token."""

    email = models.EmailField(unique=True)
    password = models.CharField(max_length=128)
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    is_confirmed = models.BooleanField(default=False)
    token_key = models.CharField(max_length=32)
    last_login = models.DateTimeField(null=True)
    default_shipping_address = models.ForeignKey("Address", null=True, on_delete=models.SET_NULL, related_name="+")
    default_billing_address = models.ForeignKey("Address", null=True, on_delete=models.SET_NULL, related_name="+")
    date_joined = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    metadata = ()

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Address(models.Model):
    """A postal address: of a checkout, an order or a warehouse, or (with `customer`) in an address book."""

    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="addresses")
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    company_name = models.CharField(max_length=256, blank=True)
    street_address1 = models.CharField(max_length=256, blank=True)
    street_address2 = models.CharField(max_length=256, blank=True)
    city = models.CharField(max_length=256, blank=True)
    city_area = models.CharField(max_length=128, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    country_area = models.CharField(max_length=128, blank=True)
    phone = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"address {self.pk}"

    @property
    def is_default_shipping_address(self) -> bool | None:
        return self.customer.default_shipping_address_id == self.pk if self.customer else None

    @property
    def is_default_billing_address(self) -> bool | None:
        return self.customer.default_billing_address_id == self.pk if self.customer else None
