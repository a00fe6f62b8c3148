"""Sessions in the database whose rows say nothing: the data is encrypted, the key is stored as a hash.

A session holds tokens, an email address, and IDs of checkouts and orders, and its key is a bearer secret. Whoever reads
the table (a backup, a replica) gets neither. `manage.py clearsessions` and the task
`storefront.core.tasks.delete_expired_sessions`
delete expired rows.
"""

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.core.signing import JSONSerializer
from django.db import router, transaction
from django.utils import timezone

from storefront.core.crypto import decrypt, encrypt


class EncryptingSerializer:
    """JSON, encrypted. Data of a lost SECRET_KEY raises DecryptionError, and Django begins an empty session."""

    def dumps(self, obj: dict[str, Any]) -> bytes:
        """Return the encrypted data."""
        return encrypt(JSONSerializer().dumps(obj).decode("latin-1")).encode()

    def loads(self, data: bytes) -> dict[str, Any]:
        """Return the decrypted data. Raises DecryptionError."""
        loaded: dict[str, Any] = JSONSerializer().loads(decrypt(data.decode()).encode("latin-1"))
        return loaded


class SessionStore(DatabaseStore):
    """Django's database sessions, found by a hash of their key.

    The key has 165 random bits, so its hash needs no secret and outlives a change of SECRET_KEY. Only for WSGI:
    Django's asynchronous methods are not changed.

    Saving writes what this request changed, on top of what the row holds by then: a slow page must not undo what
    another request of the same browser did.
    """

    _as_loaded: Mapping[str, Any] = MappingProxyType({})

    def load(self) -> dict[str, Any]:
        """Return the stored data, and note it to see later what has changed."""
        data: dict[str, Any] = super().load()
        self._as_loaded = deepcopy(data)
        return data

    def save(self, must_create: bool = False) -> None:
        """Store the changes. Raises UpdateError if the session was deleted in the meantime."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
        else:
            with transaction.atomic(using=router.db_for_write(Session)):
                self._take_over_stored()
                super().save()
        self._as_loaded = deepcopy(dict(self.items()))

    def _take_over_stored(self) -> None:
        row = Session.objects.select_for_update().filter(session_key=hashed(self.session_key or "")).first()
        if row is None:
            raise UpdateError
        own = dict(self.items())
        changed = {key for key in {*own, *self._as_loaded} if own.get(key) != self._as_loaded.get(key)}
        kept = {key: value for key, value in self.decode(row.session_data).items() if key not in changed}
        self._session_cache = {**kept, **{key: own[key] for key in changed if key in own}}

    def exists(self, session_key: str) -> bool:
        """Return whether a session has this key."""
        return super().exists(hashed(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row of this session."""
        row = super().create_model_instance(data)
        row.session_key = hashed(self.session_key or "")
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session of this key, or this session."""
        key = session_key if session_key is not None else self.session_key
        if key is not None:
            super().delete(hashed(key))

    def _get_session_from_db(self) -> Session | None:
        current = Session.objects.filter(expire_date__gt=timezone.now())
        row = current.filter(session_key=hashed(self.session_key or "")).first()
        if row is None:
            self._session_key = None
        return row


def hashed(session_key: str) -> str:
    """Return what the table stores in place of a session's key."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]
