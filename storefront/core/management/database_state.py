"""Whether the database can be used, and a sentence for an operator where it cannot."""

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

NOT_MIGRATED = (
    "The database lacks tables of this version. Run `python manage.py migrate` first (`install_app` does it)."
)


def is_migrated() -> bool:
    """Return whether every migration is applied. Raises DatabaseError if the database cannot be asked."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def explain(error: DatabaseError) -> str | None:
    """Return what an operator has to do about an error of a command; None if only the traceback helps."""
    try:
        return None if is_migrated() else NOT_MIGRATED
    except OperationalError:
        reason = next(iter(str(error).splitlines()), "")
        return f"The database does not answer ({reason}). Start it, or correct DATABASE_URL."
    except DatabaseError:
        return None
