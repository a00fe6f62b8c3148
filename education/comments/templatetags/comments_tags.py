"""What the replies offer to a guide's page."""

from django import template

from education.comments.selectors import ShownComment, shown_under
from education.models import GuidePage

register = template.Library()


@register.inclusion_tag("education/comments/guide_comments.html")
def replies_under(page: GuidePage) -> dict[str, int | tuple[ShownComment, ...]]:
    """The replies under a guide, and the way to write one."""
    return {"guide_pk": page.pk, "replies": shown_under(page.pk)}
