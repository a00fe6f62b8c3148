"""Gradual: a shop that teaches first. The Django project and the shop's rooms."""

from storefront.celery import app as celery_app

__all__ = ["celery_app"]
