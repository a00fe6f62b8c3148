"""Start Wagtail's choosers without inline scripts, which the admin's Content-Security-Policy does not allow.

Dates and lists of child forms do the same by templates (templates/wagtailadmin); admin_widgets.js starts them all.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def replace() -> None:
    """Replace the method of Wagtail's choosers that writes a script. Their HTML stays Wagtail's."""
    BaseChooser.render = _render


def _render(
    self: BaseChooser, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: object = None
) -> SafeString:
    id_ = (attrs or {})["id"]
    data = self.get_value_data(value)
    return format_html(
        '{}<start-widget data-widget="{}" data-class="{}" data-for="{}" data-options="{}" hidden></start-widget>',
        mark_safe(self.render_html(name, data, attrs)),  # noqa: S308  # a template of Wagtail's
        "task" if isinstance(self, AdminTaskChooser) else "chooser",
        self.js_constructor,
        id_,
        json.dumps(self.get_js_init_options(id_, name, data)),
    )
