"""Celery tasks of the core."""

from celery import shared_task

from storefront.core.sessions.backend import SessionStore


@shared_task(name="storefront.core.tasks.delete_expired_sessions")
def delete_expired_sessions() -> None:
    """Delete the rows of expired sessions. Safe to run twice."""
    SessionStore.clear_expired()
