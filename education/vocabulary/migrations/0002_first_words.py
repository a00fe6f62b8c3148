"""The first synonyms, and editors may keep them. What editors changed or already have stays as it is."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

FIRST = {
    "lube": "lubricant",
    "lubes": "lubricant",
    "lubrication": "lubricant",
    "butt plug": "plug",
    "butt plugs": "plug",
    "buttplug": "plug",
    "bum": "anal",
    "butt": "anal",
    "backdoor": "anal",
    "rubber": "condom",
    "rubbers": "condom",
    "enema": "rinse",
    "pegging": "strap on",
    "strapon": "strap on",
    "width": "diameter",
    "thickness": "diameter",
    "girth": "diameter",
    "allergic": "allergy",
    "wash": "cleaning",
    "washing": "cleaning",
    "safeword": "stop word",
}


def first_words(apps, schema_editor):
    Synonym = apps.get_model("vocabulary", "Synonym")
    for word, means in FIRST.items():
        Synonym.objects.get_or_create(word=word, defaults={"means": means})


def let_editors_keep_them(apps, schema_editor):
    config = apps.get_app_config("vocabulary")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    editors, _ = Group.objects.get_or_create(name="Editors")
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="vocabulary"))


class Migration(migrations.Migration):

    dependencies = [
        ("vocabulary", "0001_vocabulary"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [
        migrations.RunPython(first_words, migrations.RunPython.noop),
        migrations.RunPython(let_editors_keep_them, migrations.RunPython.noop),
    ]
