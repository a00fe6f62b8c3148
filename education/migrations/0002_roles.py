"""Create the roles and the review workflow where they are missing. Safe to run again."""

from django.db import migrations

from education.roles import create_model_permissions

EVERY_PAGE = {
    "Authors": ("add", "change"),
    "Editors": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
MODELS = {
    "Authors": ("education.view_reviewer", "education.view_stageproduct"),
    "Clinical reviewers": ("education.view_reviewer", "education.view_review"),
    "Editors": (
        "education.add_reviewer",
        "education.change_reviewer",
        "education.view_reviewer",
        "education.view_review",
        "education.view_stageproduct",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
    "Merchants": ("education.view_stageproduct",),
}

IMAGES = {"Authors": ("add", "choose"), "Editors": ("add", "change", "choose", "delete")}


def make_roles(apps, schema_editor):
    create_model_permissions(apps, "education", "wagtailadmin", "wagtailcore", "wagtailredirects")
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    Page, PagePermission = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "GroupPagePermission")
    root = Page.objects.filter(depth=1).order_by("pk").first()
    for name, codes in MODELS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for code in (*codes, "wagtailadmin.access_admin"):
            app, _, codename = code.partition(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        for action in EVERY_PAGE.get(name, ()):
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
            PagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    Group.objects.filter(name="Moderators", user=None).delete()


def make_workflow(apps, schema_editor):
    ContentType, Group = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Group")
    Workflow, Step = apps.get_model("wagtailcore", "Workflow"), apps.get_model("wagtailcore", "WorkflowTask")
    Page, Covers = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "WorkflowPage")
    workflow, made = Workflow.objects.get_or_create(name="Editor's check, then clinical review")
    steps = (
        ("wagtailcore", "GroupApprovalTask", "Editor's check", "Editors"),
        ("education", "ClinicalReviewTask", "Clinical review", "Clinical reviewers"),
    )
    for place, (app, model, name, group) in enumerate(steps):
        kind, _ = ContentType.objects.get_or_create(app_label=app, model=model.lower())
        task, _ = apps.get_model(app, model).objects.get_or_create(name=name, defaults={"content_type": kind})
        task.groups.add(Group.objects.get(name=group))
        Step.objects.get_or_create(workflow=workflow, task_id=task.pk, defaults={"sort_order": place})
    if made:
        root = Page.objects.filter(depth=1).order_by("pk").first()
        Covers.objects.update_or_create(page=root, defaults={"workflow": workflow})


def make_image_permissions(apps, schema_editor):
    create_model_permissions(apps, "wagtailimages")
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    Collection = apps.get_model("wagtailcore", "Collection")
    CollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    root = Collection.objects.filter(depth=1).order_by("pk").first()
    for name, actions in IMAGES.items():
        for action in actions:
            permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=f"{action}_image")
            CollectionPermission.objects.get_or_create(
                group=Group.objects.get(name=name), collection=root, permission=permission
            )


class Migration(migrations.Migration):

    dependencies = [
        ("education", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        # It lets the groups that exist before it choose documents; ours get no permission that is not named here.
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
        migrations.RunPython(make_image_permissions, migrations.RunPython.noop),
    ]
