"""Let editors moderate comments. Safe to run again."""

from django.db import migrations

from education.roles import grant_to_editors


def allow_editors_to_moderate(apps, schema_editor):
    grant_to_editors(apps, "comments")


class Migration(migrations.Migration):

    dependencies = [
        ("comments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(allow_editors_to_moderate, migrations.RunPython.noop)]
