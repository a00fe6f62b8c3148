"""Customers, their addresses, and how long a network address must wait before it may sign in again."""

from django.db import models
from django.utils import timezone


class Customer(models.Model):
    """A shopper with an account. `password` is a Django hash; a new `token_key` makes every token worthless."""

    email = models.EmailField(unique=True)
    password = models.CharField(max_length=128)
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    is_confirmed = models.BooleanField(default=False)
    token_key = models.CharField(max_length=32)
    last_sign_in = models.DateTimeField(null=True)
    reset_requested_at = models.DateTimeField(null=True)
    default_shipping_address = models.ForeignKey("Address", null=True, on_delete=models.SET_NULL, related_name="+")
    default_billing_address = models.ForeignKey("Address", null=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Address(models.Model):
    """A postal address: of a checkout, or in a customer's book."""

    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="addresses")
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    company_name = models.CharField(max_length=256, blank=True)
    street_address_1 = models.CharField(max_length=256, blank=True)
    street_address_2 = models.CharField(max_length=256, blank=True)
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


class LoginDelay(models.Model):
    """Until when sign-ins from one network address are refused, and its failures: all, or with one account."""

    network_address = models.CharField(max_length=45)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network_address"], condition=models.Q(customer=None), name="sandbox_delay_once"
            ),
            models.UniqueConstraint(fields=["network_address", "customer"], name="sandbox_account_delay_once"),
        ]

    def __str__(self) -> str:
        return f"until {self.until}"
