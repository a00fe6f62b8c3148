"""The edit forms of guides and glossary terms.

They are assigned in `AppConfig.ready` and not written in the models, because their panels compute warnings and reading
ages from the models.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page

from education.admin.edit_forms.forms import GuidePageForm, TermPageForm
from education.admin.edit_forms.panels import PageWarningsPanel, ReadingAgePanel, ShownAfterReviewPanel
from education.models import GlossaryTermPage, GuidePage

_warnings = PageWarningsPanel(heading=_("To look at"))
_reading_age = ReadingAgePanel(heading=_("How hard it is to read"))
_address = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            help_text=_("The end of its address. After a change the old one leads here, in every market."),
        ),
        FieldPanel("seo_title", help_text=_("For search engines and browser tabs. Empty: the title.")),
        FieldPanel(
            "search_description",
            help_text=_("One or two sentences for search engines."),
        ),
    ],
    heading=_("Address and search engines"),
)
_review = MultiFieldPanel(
    [
        HelpPanel(
            content=_(
                "Who reviewed it is written down when a clinician passes their step of the workflow. Other words than "
                "those that were read are not “clinically reviewed” any more. The two dates are yours to set after you "
                "have checked the whole page."
            )
        ),
        ShownAfterReviewPanel("review_status"),
        ShownAfterReviewPanel("reviewer"),
        FieldPanel("last_reviewed"),
        FieldPanel("next_review"),
    ],
    heading=_("Review"),
)

_guide_tabs = TabbedInterface(
    [
        ObjectList(
            [
                _warnings,
                *Page.content_panels,
                FieldPanel("headline", help_text=_("The heading on the page. The title is for lists.")),
                FieldPanel("kind", help_text=_("A step-by-step guide numbers its stages.")),
                FieldPanel("summary"),
                _reading_age,
                FieldPanel("intro"),
                FieldPanel("sections"),
            ],
            heading=_("Opening"),
        ),
        ObjectList([FieldPanel("ask_first"), FieldPanel("stop_signs"), FieldPanel("care_cards")], heading=_("Safety")),
        ObjectList([FieldPanel("stages"), FieldPanel("after")], heading=_("Stages")),
        ObjectList(
            [_review, FieldPanel("sources"), InlinePanel("related", label=_("Read next"), max_num=3)],
            heading=_("Review and sources"),
        ),
        ObjectList([_address, *Page.settings_panels], heading=_("Address and dates")),
    ],
    base_form_class=GuidePageForm,
)
_term_panels = [
    _warnings,
    *Page.content_panels,
    FieldPanel("also"),
    FieldPanel("definition"),
    _reading_age,
    FieldPanel("see"),
    FieldPanel("guides"),
    FieldPanel("sources"),
    _review,
]


def assign() -> None:
    """Give guides and glossary terms their edit forms. Wagtail reads these attributes when it first shows a form."""
    GuidePage.edit_handler = _guide_tabs
    GlossaryTermPage.base_form_class = TermPageForm
    GlossaryTermPage.content_panels = _term_panels
    GlossaryTermPage.promote_panels = [_address]
