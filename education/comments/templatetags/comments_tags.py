"""The template tag that shows comments on a guide's page."""

from django import template

from education.comments.selectors import ShownComment, public_comments
from education.models import GuidePage

register = template.Library()


@register.inclusion_tag("education/comments/guide_comments.html")
def guide_comments(page: GuidePage) -> dict[str, int | tuple[ShownComment, ...]]:
    """Render the public comments of a guide and the link to the form."""
    return {"guide_pk": page.pk, "comments": public_comments(page.pk)}
