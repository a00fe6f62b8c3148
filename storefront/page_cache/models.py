"""Recent invalidations, which every process reads to drop its cached pages."""

from django.db import models


class Invalidation(models.Model):
    """A tag whose content changed. Written in the transaction of the change and kept for a day."""

    tag = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.tag
