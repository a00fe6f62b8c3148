"""Authors and editors may upload images and choose them; editors may also change and delete those of others.

And of pages that were imported, and not saved at the desk since, it is known which revision the import made.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MAY = {"Authors": ("add", "choose"), "Editors": ("add", "change", "choose", "delete")}


def allow(apps, schema_editor):
    config = apps.get_app_config("wagtailimages")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    Collection = apps.get_model("wagtailcore", "Collection")
    CollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = Collection.objects.filter(depth=1).order_by("pk").first()
    for name, actions in MAY.items():
        for action in actions:
            permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=f"{action}_image")
            CollectionPermission.objects.get_or_create(
                group=Group.objects.get(name=name), collection=root, permission=permission
            )


def note_imports(apps, schema_editor):
    for name in ("GuidePage", "GlossaryTermPage"):
        imported = apps.get_model("education", name).objects.exclude(content_hash="")
        for page in imported.filter(latest_revision__user=None, latest_revision__isnull=False):
            page.imported_id = page.latest_revision_id
            page.save(update_fields=["imported"])


class Migration(migrations.Migration):

    dependencies = [
        ("education", "0009_images"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(allow, migrations.RunPython.noop),
        migrations.RunPython(note_imports, migrations.RunPython.noop),
    ]
