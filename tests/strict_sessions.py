"""The shop's sessions, which refuse a key that is not in the list of session keys."""

from typing import Any

from storefront.core.sessions import backend
from storefront.core.sessions.keys import SessionKey


class SessionStore(backend.SessionStore):
    """Fails when a session with an unknown key is stored."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        unknown = set(session_dict) - set(SessionKey.declared)
        assert not unknown, f"not in storefront/core/sessions/keys.py: {sorted(unknown)}"
        return super().encode(session_dict)
