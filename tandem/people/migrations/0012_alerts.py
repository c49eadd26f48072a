import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_shared_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertChoice",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="alerts",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("off", models.JSONField(default=list)),
            ],
        ),
    ]
