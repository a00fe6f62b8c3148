"""Open, fill in and send the comment form as a reader."""

import re
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from education.comments.models import Comment
from tests.education.editing import guide

TEXT = "Which size did you begin with?\n\nI have the trainer set."


def form_address(slug: str = "gradual-anal-training") -> str:
    return f"/replies/to/{guide(slug).pk}/"


def stamp_of(html: str) -> str:
    (stamp,) = re.findall(r'name="stamp" value="([^"]+)"', html)
    return str(stamp)


def opened(client: Client, *, at: datetime | None = None) -> str:
    """Open the form; answers its stamp."""
    with time_machine.travel(at or timezone.now(), tick=False):
        return stamp_of(client.get(form_address()).content.decode())


def write(client: Client, *, stamp: str | None = None, after: float = 20, **fields: str) -> Any:
    """Open the form (or use an open one), and send it so many seconds later, as a browser does."""
    now = timezone.now()
    stamp = opened(client, at=now) if stamp is None else stamp
    data = {"name": "Robin", "text": TEXT, "more": "", "stamp": stamp, **fields}
    with time_machine.travel(now + timedelta(seconds=after), tick=False):
        return client.post(form_address(), data, headers={"Sec-Fetch-Site": "same-origin"})


def link_of(answer: Any) -> str:
    """The link that a writer is given."""
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def create_comment(state: str = "shown", **fields: Any) -> Comment:
    """A comment in the database."""
    fields = {
        "name": "Robin",
        "text": TEXT,
        "sent_at": timezone.now(),
        "key": f"key {Comment.objects.count()}",
        **fields,
    }
    return Comment.objects.create(guide=guide(), state=state, **fields)
