"""HTML without the layout of the templates that wrote it."""

import re

_BLOCKS = (
    "address|article|aside|blockquote|body|button|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|"
    "head|header|hr|html|img|label|legend|li|link|main|meta|nav|ol|option|p|script|section|select|summary|svg|table|"
    "tbody|td|th|thead|title|tr|ul"
)


def compact(html: str) -> str:
    """Return `html` with one blank for each run of white space, and none where it cannot show.

    White space cannot show inside a tag's end (`<p\n>`) and next to the tag of a block, a button, a label or a picture.
    """
    html = re.sub(r"\s+", " ", html).replace(" >", ">")
    return re.sub(rf" ?(</?(?:{_BLOCKS})\b[^>]*>) ?", r"\1", html)
