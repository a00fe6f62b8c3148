"""Permissions of roles in data migrations. Django creates permissions only after all migrations have run."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

EDITORS = "Editors"


def create_model_permissions(apps: Apps, *labels: str) -> None:
    """Create the permissions of these applications' models, where they are missing."""
    for label in labels:
        config = apps.get_app_config(label)
        config.models_module = True  # type: ignore[assignment]  # in migrations it is None, which creates nothing
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def grant_to_editors(apps: Apps, label: str) -> None:
    """Give editors all permissions for the models of one application."""
    create_model_permissions(apps, label)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    editors, _ = group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*permission.objects.filter(content_type__app_label=label))
