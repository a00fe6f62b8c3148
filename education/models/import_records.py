"""Which page each content file was imported as."""

from typing import ClassVar

from django.db import models
from wagtail.models import Locale, Page, Revision


class ImportRecordManager(models.Manager["ImportRecord"]):
    """Keeps the records of deleted pages."""

    def note_deletion(self, page: Page) -> None:
        """Record that a page is deleted that was never imported. In a record that exists, Django empties the page."""
        if not self.filter(page=page.pk).exists():
            key = page.url_path.strip("/").partition("/")[2]
            self.get_or_create(locale_id=page.locale_id, key=key)


class ImportRecord(models.Model):
    """The page of a content file, whatever its slug is now.

    `key` is what files call the page: its first path below the home page, such as `guides/choosing-a-lubricant`.
    `page` is None once an editor has deleted it, so that no import brings it back. `revision` is the one that the last
    import made, and None for a page that was not imported; a newer revision is an editor's. `content_hash` is of what
    the file said.
    """

    wagtail_reference_index_ignore = True

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    key = models.CharField(max_length=500, blank=True)
    page = models.OneToOneField(Page, models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)

    objects = ImportRecordManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["locale", "key"], name="one_record_per_file_key")]

    def __str__(self) -> str:
        return f"{self.locale_id}:{self.key}"
