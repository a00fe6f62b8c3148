"""Installed apps with their tokens, and when each kind of webhook last arrived."""

from typing import ClassVar

from django.db import models


class AppInstallation(models.Model):
    """An app of the shop, installed in one Saleor."""

    api_url = models.URLField(max_length=500)
    identifier = models.CharField(max_length=255)
    app_id = models.CharField(max_length=255)
    encrypted_token = models.TextField()
    installed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["api_url", "identifier"], name="one_installation_per_saleor_and_app")
        ]

    def __str__(self) -> str:
        return f"{self.identifier} at {self.api_url}"


class LastEvent(models.Model):
    """When a webhook of a subject last arrived, to within half a minute."""

    subject = models.SlugField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} at {self.at}"
