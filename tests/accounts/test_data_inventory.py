"""Every model is classified, and every row that names a person has an end, a job and a test."""

from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Field

from storefront.accounts.data_inventory import IMPERSONAL, PERSONAL, Names, Table, table_rows

ROOT = Path(settings.BASE_DIR)
PERSONAL_MODELS = {label: table for table in PERSONAL for label in table.models}


def is_impersonal(label: str) -> bool:
    return label in IMPERSONAL or f"{label.partition('.')[0]}.*" in IMPERSONAL


def test_every_model_is_classified_once_and_none_is_made_up() -> None:
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    # the search index of PostgreSQL is a model of its own
    assert not [label for label in models if label not in PERSONAL_MODELS and not is_impersonal(label)]
    assert not [label for label in PERSONAL_MODELS if is_impersonal(label)]
    assert not set(PERSONAL_MODELS) - models
    assert not {label for label in IMPERSONAL if not label.endswith(".*")} - models


def test_a_model_that_refers_to_a_user_is_personal() -> None:
    referring = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, Field) and field.remote_field and field.remote_field.model is User
    }
    assert referring <= set(PERSONAL_MODELS)


@pytest.mark.parametrize("table", PERSONAL, ids=lambda table: table.models[0])
def test_what_names_a_person_has_a_reason_an_end_and_a_test(table: Table) -> None:
    assert table.names is not Names.NOBODY
    assert all((table.what, table.why, table.kept, table.job, table.export, table.erasure))
    assert (ROOT / table.test).exists()
    if ".tasks." in table.job:
        current_app.loader.import_default_modules()
        assert table.job in current_app.tasks
        assert table.job in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_the_docs_show_the_list() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text().splitlines()
    missing = [row for row in table_rows() if row not in page]
    assert not missing, "\n".join(missing)
    assert len([line for line in page if line.startswith("| `")]) == len(PERSONAL)
