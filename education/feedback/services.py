"""Writes and reads of feedback counts."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from education.feedback.models import HelpfulCount
from education.models import GuidePage


def count_answer(guide: GuidePage, answer: str) -> None:
    """Count an answer for a guide. Concurrent answers are all counted."""
    row, _ = HelpfulCount.objects.get_or_create(guide=guide, answer=answer)
    HelpfulCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def guides_with_counts() -> "QuerySet[GuidePage]":
    """Return live guides with their counts `yes`, `partly` and `no`, least helpful first. One statement."""
    guides = GuidePage.objects.live().select_related("locale")
    for answer in HelpfulCount.Answer.values:
        count = HelpfulCount.objects.filter(answer=answer, guide=OuterRef("pk")).values("count")[:1]
        guides = guides.annotate(**{answer: Coalesce(Subquery(count), 0)})
    ordered: QuerySet[GuidePage] = guides.order_by("-no", "-partly", "title")
    return ordered
