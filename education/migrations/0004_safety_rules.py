"""Let merchants and clinical reviewers keep the safety rules; reviewers accept laxer ones. Safe to run again."""

from django.db import migrations

from education.roles import create_model_permissions

ACTIONS = {
    "Merchants": ("view_ruleversion", "add_ruleversion"),
    "Clinical reviewers": ("view_ruleversion", "add_ruleversion", "approve_ruleversion"),
    "Editors": ("view_ruleversion",),
}


def allow(apps, schema_editor):
    create_model_permissions(apps, "catalog")
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ACTIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for codename in codenames:
            group.permissions.add(Permission.objects.get(content_type__app_label="catalog", codename=codename))


class Migration(migrations.Migration):

    dependencies = [
        ("education", "0003_merchants"),
        ("catalog", "0003_rule_versions"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
