"""Page types, images, clinical reviews, and the rows that tell which stages a product belongs to.

The edit forms of guides and terms are in `education.admin.edit_forms.edit_handlers`, what their templates read in
`education.pages.contexts`.
"""

from education.models.glossary import GlossaryIndexPage, GlossaryTermPage
from education.models.guides import GuideIndexPage, GuidePage, RelatedGuide
from education.models.home import HomePage
from education.models.images import GuideImage, GuideRendition
from education.models.import_records import ImportRecord
from education.models.public_page import PublicPage
from education.models.reviews import Review, ReviewedPage, Reviewer, ReviewReminder
from education.models.stage_products import MatchingStage, StageProduct
from education.models.workflow import ClinicalReviewTask

PAGE_TYPES = (HomePage, GuideIndexPage, GuidePage, GlossaryIndexPage, GlossaryTermPage)

__all__ = [
    "PAGE_TYPES",
    "ClinicalReviewTask",
    "GlossaryIndexPage",
    "GlossaryTermPage",
    "GuideImage",
    "GuideIndexPage",
    "GuidePage",
    "GuideRendition",
    "HomePage",
    "ImportRecord",
    "MatchingStage",
    "PublicPage",
    "RelatedGuide",
    "Review",
    "ReviewReminder",
    "ReviewedPage",
    "Reviewer",
    "StageProduct",
]
