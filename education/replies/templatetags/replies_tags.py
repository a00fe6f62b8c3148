"""What the replies offer to a guide's page."""

from django import template

from education.models import GuidePage
from education.replies.selectors import ShownReply, shown_under

register = template.Library()


@register.inclusion_tag("education/comments/under_guide.html")
def replies_under(page: GuidePage) -> dict[str, int | tuple[ShownReply, ...]]:
    """The replies under a guide, and the way to write one."""
    return {"guide_pk": page.pk, "replies": shown_under(page.pk)}
