"""Editors decide about replies; made where it is missing, so that it may run again."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_decide(apps, schema_editor):
    config = apps.get_app_config("replies")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    editors, _ = Group.objects.get_or_create(name="Editors")
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="replies"))


class Migration(migrations.Migration):

    dependencies = [
        ("replies", "0001_replies"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(let_editors_decide, migrations.RunPython.noop)]
