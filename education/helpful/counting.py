"""Counting an answer, and reading the counts."""

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from education.helpful.models import Answers
from education.models import GuidePage


def count(guide: GuidePage, answer: str) -> None:
    """One more of this answer about a guide; two at once are both counted."""
    row, _ = Answers.objects.get_or_create(guide=guide, answer=answer)
    Answers.objects.filter(pk=row.pk).update(count=F("count") + 1)


def counted() -> "QuerySet[GuidePage]":
    """Live guides with `yes`, `partly` and `no`; those that helped least stand first. One statement."""
    found = GuidePage.objects.live().select_related("locale")
    for answer in Answers.Answer.values:
        given = Answers.objects.filter(answer=answer, guide=OuterRef("pk")).values("count")[:1]
        found = found.annotate(**{answer: Coalesce(Subquery(given), 0)})
    ordered: QuerySet[GuidePage] = found.order_by("-no", "-partly", "title")
    return ordered
