"""What has changed lately, so that every process can forget the pages that show it."""

from django.db import models


class Invalidation(models.Model):
    """Something shown on pages has changed: `tag` names it. Written with the change itself, kept for a day."""

    tag = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.tag
