"""Wagtail's pages of the hub, who reviewed them, and the rows that answer "which stages is this product in?"."""

from education.models.glossary import GlossaryIndexPage, GlossaryTermPage
from education.models.guides import GuideIndexPage, GuidePage, RelatedGuide
from education.models.home import HomePage
from education.models.hub import HubPage
from education.models.images import GuideImage, GuideRendition
from education.models.reviews import Review, ReviewedPage, Reviewer, ReviewReminder
from education.models.rows import StageFinder, StageProduct
from education.models.workflow import ClinicalReviewTask

__all__ = [
    "ClinicalReviewTask",
    "GlossaryIndexPage",
    "GlossaryTermPage",
    "GuideImage",
    "GuideIndexPage",
    "GuidePage",
    "GuideRendition",
    "HomePage",
    "HubPage",
    "RelatedGuide",
    "Review",
    "ReviewReminder",
    "ReviewedPage",
    "Reviewer",
    "StageFinder",
    "StageProduct",
]
