"""Ids that are bearer secrets are sealed, every move is a row, and money that made no order goes back."""

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from storefront.sealing import digest, seal

STATES = [
    ("created", "written down, no money asked for"),
    ("requested", "money asked for, no answer known"),
    ("action-required", "the shopper's bank wants a confirmation"),
    ("pending", "the payment service has not decided"),
    ("charged", "charged or authorised, no order yet"),
    ("ordered", "an order"),
    ("overcharged", "an order for less than was charged: the difference must go back"),
    ("refused", "the payment service said no"),
    ("failed", "no money was taken, for another reason"),
    ("unfilled", "charged, and no order could be made: money must go back"),
    ("releasing", "the money is being sent back, or let go"),
    ("released", "no order, and no money is held any more"),
    ("unknown", "somebody must look"),
    ("settled", "seen to by hand"),
]
OWING = ("charged", "unfilled", "unknown")


def seal_ids(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for row in apps.get_model("checkout", "PaymentAttempt").objects.all():
        row.checkout_digest = digest(row.checkout_id)
        row.sealed_checkout_id = seal(row.checkout_id)
        row.sealed_transaction_id = seal(row.transaction_id) if row.transaction_id else ""
        row.sealed_order_id = seal(row.order_id) if row.order_id else ""
        row.owing_since = row.updated_at if row.state in OWING else None
        row.save()


class Migration(migrations.Migration):
    dependencies: ClassVar = [("checkout", "0002_the_shoppers_part")]

    operations: ClassVar = [
        migrations.AddField("paymentattempt", "checkout_digest", models.CharField(default="", max_length=64)),
        migrations.AddField("paymentattempt", "sealed_checkout_id", models.TextField(default="")),
        migrations.AddField("paymentattempt", "sealed_transaction_id", models.TextField(blank=True, default="")),
        migrations.AddField("paymentattempt", "sealed_order_id", models.TextField(blank=True, default="")),
        migrations.AddField("paymentattempt", "owing_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("paymentattempt", "paged_at", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveConstraint("paymentattempt", "one_attempt_at_a_time_per_checkout"),
        migrations.RunPython(seal_ids, migrations.RunPython.noop),
        migrations.RemoveField("paymentattempt", "checkout_id"),
        migrations.RemoveField("paymentattempt", "transaction_id"),
        migrations.RemoveField("paymentattempt", "order_id"),
        migrations.AlterField("paymentattempt", "checkout_digest", models.CharField(db_index=True, max_length=64)),
        migrations.AlterField("paymentattempt", "sealed_checkout_id", models.TextField()),
        migrations.AlterField("paymentattempt", "sealed_transaction_id", models.TextField(blank=True)),
        migrations.AlterField("paymentattempt", "sealed_order_id", models.TextField(blank=True)),
        migrations.AlterField(
            "paymentattempt", "state", models.CharField(choices=STATES, default="created", max_length=16)
        ),
        migrations.AddConstraint(
            "paymentattempt",
            models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["refused", "failed", "releasing", "released", "settled"]), _negated=True
                ),
                fields=("checkout_digest",),
                name="one_attempt_at_a_time_per_checkout",
            ),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came_from", models.CharField(blank=True, choices=STATES, max_length=16)),
                ("went_to", models.CharField(choices=STATES, max_length=16)),
                ("reason", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("browser", "Browser"),
                            ("return-page", "Return Page"),
                            ("webhook", "Webhook"),
                            ("worker", "Worker"),
                            ("sweeper", "Sweeper"),
                            ("operator", "Operator"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="checkout.paymentattempt",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
