"""Let the group Merchants keep who sells, the brand, policies, confirmations and recalls. Safe to run again."""

from django.db import migrations

from education.roles import create_model_permissions

MODELS = {
    "merchant": {
        "merchantprofile": ("change", "view"),
        "brand": ("change", "view"),
        "policy": ("add", "change", "view", "publish"),
        "dutyconfirmation": ("add", "change", "view"),
    },
    "recalls": {"recall": ("add", "change", "view")},
}


def allow_merchants(apps, schema_editor):
    create_model_permissions(apps, *MODELS)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    merchants, _ = Group.objects.get_or_create(name="Merchants")
    for app, models in MODELS.items():
        for model, actions in models.items():
            kind = ContentType.objects.get(app_label=app, model=model)
            for action in actions:
                # Wagtail makes the permission to publish only after all migrations.
                permission, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
                )
                merchants.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ("education", "0002_roles"),
        ("merchant", "0001_initial"),
        ("recalls", "0001_initial"),
    ]

    operations = [migrations.RunPython(allow_merchants, migrations.RunPython.noop)]
